"""Bordered panes of rows: pages of text, lists to choose from, and the screens of both."""
