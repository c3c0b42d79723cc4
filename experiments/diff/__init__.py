"""The side by side: the same process as each arm runs it. That seam is the lesson."""
