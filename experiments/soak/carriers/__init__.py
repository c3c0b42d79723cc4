"""How each transport is reached by a stranger: what it was sent is counted, and poison poured in."""
