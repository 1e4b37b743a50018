"""What every source is, and the feed that merges them, each record once."""
