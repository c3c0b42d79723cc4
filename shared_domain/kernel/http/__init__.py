"""Flask, the same way in every process of both arms."""
