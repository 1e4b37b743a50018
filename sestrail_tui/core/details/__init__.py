"""A record in full, in words: the sections of the detail pane, and its links."""
