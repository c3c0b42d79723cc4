"""The orders as a service of their own: it also conducts the checkout's saga."""
