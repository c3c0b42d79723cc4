"""One promise about order in time a file; each yields once for every comparison."""
