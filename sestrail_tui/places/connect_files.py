"""A connection to files, apart from accounts: nothing of AWS is imported."""

from sestrail_tui.places.files.connect import STDIN, FileConnection

__all__ = ["STDIN", "FileConnection"]
