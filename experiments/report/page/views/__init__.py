"""An observation made small enough for a page: what a load looked like second by second, what the
arm used under it, and what was done to it. Pure."""
