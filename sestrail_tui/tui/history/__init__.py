"""History search: asking a query engine for older records."""
