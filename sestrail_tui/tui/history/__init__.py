"""Asking a query engine about the past."""
