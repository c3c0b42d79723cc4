"""What artefacts carry into the arms' replicas. The lab itself imports it in tests only."""
