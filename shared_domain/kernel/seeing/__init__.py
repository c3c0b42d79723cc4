"""What a replica lets be seen: logs, metrics, traces. Their formats are in decision 31.

`here.py` is what everybody else needs: what a thread works on, and a span around a piece of work.
`seeing.py` puts all of it together, once in a process.
"""
