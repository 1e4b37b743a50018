"""Files and stdin."""
