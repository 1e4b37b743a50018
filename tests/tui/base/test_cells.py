from __future__ import annotations

import pytest
from rich.cells import cell_len

from sestrail_tui.tui.base.cells import fit, fit_end
from tests.tui.hosting import HOSTILE


@pytest.mark.parametrize("width", [1, 2, 3, 7, 20])
@pytest.mark.parametrize(
    "text", ["", "abc", "配置セット配置セット", "e\u0301" * 20, HOSTILE, "a\tb"]
)
def test_fit_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit(text, width, "right")) == width


def test_fit_says_that_something_is_cut() -> None:
    assert fit("hoge-config", 6) == "hoge-…"
    assert fit("12s", 6, "right") == "   12s"


@pytest.mark.parametrize(
    ("width", "text"), [(30, "a.b"), (6, "userIdentity.type"), (1, "abc"), (5, "名前.名前")]
)
def test_of_a_path_the_end_is_kept(width: int, text: str) -> None:
    shown = fit_end(text, width)
    assert cell_len(shown) == width
    assert shown.startswith("…") == (cell_len(text) > width)
