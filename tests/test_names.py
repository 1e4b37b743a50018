"""What a name says: a class's name is unique in the package, so that a search finds one."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from tests.paths import ROOT


@pytest.mark.slow
def test_no_class_name_is_there_twice() -> None:
    modules = defaultdict(list)
    for path in (ROOT / "sestrail_tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(path.relative_to(ROOT).as_posix())
    assert modules
    assert not {name: found for name, found in modules.items() if len(found) > 1}
