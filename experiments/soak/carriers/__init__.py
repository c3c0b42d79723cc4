"""How each transport is reached by a stranger, who counts what it was sent and pours poison in."""
