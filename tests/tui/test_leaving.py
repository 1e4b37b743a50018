from __future__ import annotations

import os
import signal

import pytest

from tests.tui.world import app_of, arrivals, records


@pytest.mark.parametrize("over", ["slash", "c", "m", "question_mark", "ctrl+p", "enter"])
async def test_ctrl_c_leaves_from_anywhere(over: str) -> None:
    app = app_of([arrivals(records(30))])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await pilot.press(over, "ctrl+c")
        assert app._exit
    assert app.return_code == 0


async def test_told_to_end_it_leaves_in_good_order() -> None:
    app = app_of([arrivals(records(3))])
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        os.kill(os.getpid(), signal.SIGTERM)
        await pilot.pause(0.1)
        assert app._exit
    assert app.return_code == 128 + signal.SIGTERM
