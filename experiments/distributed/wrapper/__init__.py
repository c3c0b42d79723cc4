"""What artefacts carry into replicas of the naive releases. The lab imports it in tests only."""
