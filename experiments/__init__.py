"""The lab: it starts the arms, loads them, breaks them, checks them and says what was seen."""
