"""Tasks and threads side by side: several streams as one, calls at once, a blocking iterator."""
