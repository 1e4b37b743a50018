"""Panes, pages and inputs that every part of the screen is made of."""
