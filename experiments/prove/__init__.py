"""The lab held against what is known: what is equal, what was planted, what must be refused."""
