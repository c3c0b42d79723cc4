"""Container images: one per part of both arms and one of the outside world, from one Dockerfile."""
