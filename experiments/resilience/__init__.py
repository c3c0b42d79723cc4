"""What each protection buys: an arm with all of them held against itself without one, or without
any; and whether the hardened services come to what was aimed at."""
