"""What the settings and the last session say of the screen."""
