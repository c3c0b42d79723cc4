"""A copy of the catalog's products, kept by events, in services that must not ask for each."""
