"""Keeps the documents true: what they show is what the programs print."""
