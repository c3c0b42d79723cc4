"""The local stack: real PostgreSQL, Kafka, Envoy and granian processes; no Docker, no root.

Read it in this order: stack.py (what an arm is made of), supervisor.py (who owns the
processes), then a file per component.
"""
