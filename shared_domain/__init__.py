"""The shop's domain, written once and used by both arms.

Rules, tables, HTTP routes and messages live here; whatever decides *how the features
reach each other* does not: that is `monolith/` and `microservices/`. This package opens
nothing by itself: no socket, file or thread starts here.
"""
