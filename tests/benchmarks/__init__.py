"""Benchmarks, each a script of its own; ``make bench`` runs them all."""

import os

# The commands measured keep their compiled modules, as installed ones have them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
