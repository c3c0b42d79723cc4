"""What it takes to be distributed: orders while messages are disturbed, with the lines that stand
it and without them.

Not a comparison of two arms: nothing is timed, violations are counted. `make distributed` runs it.
"""
