"""Event selectors as values: what they take, in words, and changed without loss. Pure."""
