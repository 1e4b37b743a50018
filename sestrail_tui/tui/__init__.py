"""The screen, by feature."""
