"""How an experiment is written down, performed against an arm, and remembered."""
