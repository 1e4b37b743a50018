"""Arrays of row numbers, and masks over rows."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.int64]
"""Absolute row numbers, or their sort keys (ms)."""
NO_ROWS: Final[Rows] = np.empty(0, np.int64)
Mask: TypeAlias = NDArray[np.bool_]
"""Whether, for each of some rows."""
