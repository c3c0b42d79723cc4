"""From the values of blocks to a verdict: exact rank statistics, frozen claims, gates.

Pure and in plain Python: nothing here measures, waits or draws, and only claims.py reads a file.
tests/ proves by simulation what the verdicts are worth.
"""
