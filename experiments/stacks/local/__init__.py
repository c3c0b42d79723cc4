"""The local stack: real PostgreSQL, Kafka, Envoy and granian processes; no Docker, no root.

Read it in this order: lifecycle.py and arm.py (what an arm is made of), rollout.py (how other
replicas come into service), supervisor.py (who owns the processes), then a file per component.
"""
