"""What each part of the page says, as plain values for its template. Pure."""
