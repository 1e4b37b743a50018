"""What a query engine is, and the answer to one question about the past."""
