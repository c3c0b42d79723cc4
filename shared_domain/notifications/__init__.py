"""What customers are told. A leaf: nothing waits for it."""
