"""The filter language: one grammar, one syntax tree, many users. Pure."""
