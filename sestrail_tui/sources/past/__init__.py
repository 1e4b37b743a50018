"""AWS's own query engines, asked for a stretch of the past."""
