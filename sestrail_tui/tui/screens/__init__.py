"""What fills the whole terminal: the main screen, and what opens over it."""
