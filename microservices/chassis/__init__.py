"""What a service needs only because the other features are remote.

Nothing in here exists in the monolith: this folder is what splitting costs in code.
"""
