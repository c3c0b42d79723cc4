"""The shop as one Flask app over one PostgreSQL. Compare with `microservices/`."""
