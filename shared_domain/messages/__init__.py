"""What the features tell each other: commands, replies, events. Frozen, typed, versioned."""
