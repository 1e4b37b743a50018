"""Rows kept in order."""
