"""The garbage collector rests while the program starts.

What is imported stays, so that a collection finds nothing: a tenth of the time to the first frame
went into looking.
"""

from __future__ import annotations

import gc


def rest() -> None:
    """Collect nothing until the program is there."""
    gc.disable()


def work() -> None:
    """Collect from now on, if it rested, but leave alone what is there by now.

    A full collection that walked all that was imported would hold a key up by 40 ms.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
