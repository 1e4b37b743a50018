"""The manual: one Markdown page a topic, read by ``sestrail help`` and from the repository."""
