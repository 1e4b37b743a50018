"""Counts over the rows: by value, by time, per second."""
