"""A run's folder taken apart: what is there, what is lacking, and whether it hangs together."""
