"""Which rows match a filter: columns first, records only where they must be read."""
