"""The records' values in columns, and their JSON in compressed blocks."""
