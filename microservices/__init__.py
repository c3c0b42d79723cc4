"""The shop as six Flask services over Kafka, a PostgreSQL each. Compare with `monolith/`."""
