"""What tests share: a real PostgreSQL, and the shop in memory. Nothing outside tests uses it."""
