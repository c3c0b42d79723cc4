"""What an experiment reads off an observation: one number a metric and a visit."""
