"""Where records come from, and the feed that merges them, each record once."""
