"""One connection, shown on the screen or written to stdout."""
