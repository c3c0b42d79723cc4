"""Drawings as SVG: each a pure function of data, narrow enough for a phone without shrinking."""
