"""The folder of a run: how it is written, sealed, and read back with suspicion."""
