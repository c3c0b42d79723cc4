"""What the commands take for what was not said. Imports nothing, so that --help is quick."""

DEFAULT_RATE = 30.0
BOTH = "monolith,services"
HARDENED, NAIVE = "hardened", "naive"
KAFKA, JSON = "kafka", "json"
LOCAL, DOCKER = "local", "docker"
