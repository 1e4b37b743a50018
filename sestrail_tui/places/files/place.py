"""Files and stdin, which ``sestrail open`` reads; nothing of AWS is needed."""

from __future__ import annotations

from typing import Final

from sestrail_tui.places.place import Place


class FilesPlace(Place):
    """Files that hold records."""

    name = "files"
    title = "Files"


PLACE: Final = FilesPlace()
