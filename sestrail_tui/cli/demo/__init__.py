"""The demo: its embedded AWS, its environment, its end."""
