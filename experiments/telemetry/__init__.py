"""What the replicas of an arm say about themselves, read back: spans, log lines, metrics.

Only their files and `/metrics` are read; no other server is needed. How it is shown:
`experiments/report/waterfall.py`, `log_lines.py` and `top_screen.py`.
"""
