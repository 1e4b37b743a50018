"""What an account has set up for seeing its sends, what is missing, and what fixes it."""
