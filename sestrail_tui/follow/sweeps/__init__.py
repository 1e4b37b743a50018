"""Which range of time to read next, and how late events become readable."""
