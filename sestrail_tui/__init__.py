"""sestrail: tail -f for Amazon SES sends, as CloudTrail records them."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("sestrail-tui")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
