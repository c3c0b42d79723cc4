"""What the shop can still ship."""
