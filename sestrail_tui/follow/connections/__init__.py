"""Ways to come by a feed: of several accounts, of a question, later, or from a script."""
