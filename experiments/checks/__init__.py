"""Is the shop still right? Conformance asks before a load, the invariants after it."""
