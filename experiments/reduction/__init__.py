"""A run made small enough to be kept beside the sources: all it decided, and of its raw data what
pages and notebooks draw. The reference run in docs/reference is one."""
