"""How often AWS is called, and what follows a failure."""
