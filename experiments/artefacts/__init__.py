"""Builds what is deployed: immutable folders named by the digest of their content."""
