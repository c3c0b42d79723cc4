"""A trial: one experiment on a running arm, performed, watched and checked, whoever asks for it.

Visits and the pilot are made of trials. lab.py holds the doors to arm, load and machine,
conduct.py makes a trial, sentinels.py says whether the machine left it alone.
"""
