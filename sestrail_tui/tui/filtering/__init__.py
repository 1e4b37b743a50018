"""The filter line, facets, pick lists and saved filters."""
