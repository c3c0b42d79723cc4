"""Does a running arm keep the contract? One black-box suite for both arms.

`run.py` is the way in: `check(gateway_url, seed, say)`. `sentences/` are the hand-written ones,
`generated.py` adds cases drawn from the contract, `transcript.py` compares two arms.
"""
