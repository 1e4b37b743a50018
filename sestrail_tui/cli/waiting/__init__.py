"""Waiting for calls to be recorded: counted, and judged at the end."""
