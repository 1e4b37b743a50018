"""The fields of the filter language, and how each matches a value."""
