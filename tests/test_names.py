"""What a name says: a class's name is unique in the package, so that a search finds one."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

import pytest

from tests.paths import ROOT, TESTS


@pytest.mark.slow
def test_no_class_name_is_there_twice() -> None:
    modules = defaultdict(list)
    for path in (ROOT / "sestrail_tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(path.relative_to(ROOT).as_posix())
    assert modules
    assert not {name: found for name, found in modules.items() if len(found) > 1}


def test_no_test_imports_from_another_test_or_a_conftest() -> None:
    imports = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in TESTS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in (f"{node.module}.{alias.name}" for alias in node.names)
        if re.match(r"tests\.(.*\.)?(conftest|test_\w+)\b", name)
    ]
    assert not imports
