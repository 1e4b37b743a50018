"""The table of sends."""
