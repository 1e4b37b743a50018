"""The layers hold at run time too, not only in what import-linter reads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

AWS = {"boto3", "botocore", "aiobotocore", "aiohttp", "moto"}
SCREEN = {"textual"}


def loaded_by(module: str) -> set[str]:
    code = f"import {module}, sys, json; print(json.dumps(list(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return {name.split(".")[0] for name in json.loads(run.stdout)}


@pytest.mark.parametrize(
    "module",
    [
        "sestrail_tui.core.decoding.decode",
        "sestrail_tui.filters.match",
        "sestrail_tui.filters.pushdown.filter_pattern",
        "sestrail_tui.store.view",
    ],
)
def test_the_pure_layers_load_no_aws_no_screen_and_no_event_loop(module: str) -> None:
    assert not loaded_by(module) & (AWS | SCREEN | {"asyncio"})


@pytest.mark.parametrize("module", ["sestrail_tui.places.connect", "sestrail_tui.follow.feed"])
def test_the_sources_load_no_screen(module: str) -> None:
    assert not loaded_by(module) & SCREEN


def test_the_first_frame_waits_for_no_aws_library_and_no_numpy() -> None:
    assert not loaded_by("sestrail_tui.tui.app.app") & (AWS | {"numpy"})


def test_what_a_command_asks_of_the_sources_waits_for_no_aws_library() -> None:
    assert not loaded_by("sestrail_tui.places.targets") & (AWS | {"numpy"})


def test_the_kinds_of_places_are_known_without_aws_libraries_and_event_loop() -> None:
    heavy = AWS | SCREEN | {"numpy", "msgspec", "zstandard", "asyncio"}
    assert not loaded_by("sestrail_tui.places.registry") & heavy
    assert not loaded_by("sestrail_tui.places.policy") & heavy


def test_the_command_line_waits_for_neither_screen_nor_aws() -> None:
    assert not loaded_by("sestrail_tui.cli.main") & (AWS | SCREEN | {"numpy"})
