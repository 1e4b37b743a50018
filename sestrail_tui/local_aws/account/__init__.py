"""One account: its parts, its people, what they may do."""
