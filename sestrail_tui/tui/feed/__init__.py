"""How reading goes: the feed read beside the screen, its state, and what is said of it."""
