"""The SQL that the embedded Lake and Athena both read."""
