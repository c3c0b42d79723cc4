"""The lab itself, run again and again and ended in every way: nothing of it may stay, or grow.

`make endurance` makes the runs. Arms are not judged here, nor compared.
"""
