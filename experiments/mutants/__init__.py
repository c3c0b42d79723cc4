"""Arms broken on purpose, to see that the checkers notice.

A mutant is a small mistake of the kind that people make (no savepoint, no inbox, an answer before
the commit), planted from outside into an arm that runs in this process, over real databases and the
bus in memory. The arm then lives through one seeded day of orders and accidents, and the checker
that the mutant names must speak up. No line of an arm exists for this.

This is the one package of the lab that imports the arms.
"""
