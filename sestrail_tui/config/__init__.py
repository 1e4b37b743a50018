"""The settings file: what may be in it, how it is read, and what is wrong with it. Pure."""
