"""Where an arm runs: local processes now; Docker and Kubernetes behind the same protocol later."""
