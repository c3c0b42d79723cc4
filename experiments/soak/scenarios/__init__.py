"""One scenario a file: what is promised beyond the shop's being right, and the act."""
