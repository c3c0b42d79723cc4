"""The plain accidents of a working day: kill -9 of replicas, databases and the broker.

Not an experiment, which asks what an accident costs: here nothing may be lost, on either arm.
"""
