"""The steps of ``sestrail logging``."""
