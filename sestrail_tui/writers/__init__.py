"""The formats in which records are written: JSON lines, text, CSV, Markdown."""
