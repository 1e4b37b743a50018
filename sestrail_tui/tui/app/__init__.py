"""The Textual application: terminal, themes, first frame."""
