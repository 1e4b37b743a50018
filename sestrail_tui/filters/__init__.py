"""The filter language: one grammar, one syntax tree, one table of fields. Pure."""
