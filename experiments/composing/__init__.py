"""What the compose files take from the lab's budget and topology, written into files for whoever
has no lab."""
