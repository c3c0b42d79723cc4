"""What an arm could not do, seen and redriven from outside: by an operator, or by the lab itself.

Read through the read-only role, by part through the topology; replayed by the part's own code,
which a replica is asked for past the gateway.
"""
