"""Is it fast for what it is? Ratios against the barest thing that does the same on this machine.

Both sides of a ratio are measured within one run, in turns (A B, B A, ...), so that whatever else
the machine does falls on both.
"""
