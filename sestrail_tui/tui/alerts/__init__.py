"""Alerts on the screen, and desktop notifications."""
