"""The name and the tag of the one stack that sestrail creates. Imports nothing."""

from typing import Final

NAME: Final = "sestrail-ses-sends"
"""Of the stack; its trail and log group are called so too, and all else begins with it."""
TAG: Final = ("created-by", "sestrail")
"""What tells our stack from another of that name."""
