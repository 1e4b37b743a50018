"""What classes are: a name is unique in the package, so that a search finds one, and no ladder."""

from __future__ import annotations

import ast
import builtins
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


def test_no_class_is_more_than_two_of_ours_deep() -> None:
    """Composition, not ladders.

    Exceptions are apart, for ``except`` catches by their ancestors, and protocols, which have
    nothing to inherit but what is asked.
    """
    bases = {}
    for path in (ROOT / "sestrail_tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [_name(base) for base in node.bases]

    def depth(name: str) -> int:
        return 1 + max((depth(base) for base in bases[name] if base in bases), default=0)

    def is_exception(name: str) -> bool:
        builtin = getattr(builtins, name, None)
        if isinstance(builtin, type) and issubclass(builtin, BaseException):
            return True
        return any(map(is_exception, bases.get(name, ())))

    deep = [name for name in bases if depth(name) > 2 and "Protocol" not in bases[name]]
    assert bases
    assert not [name for name in deep if not is_exception(name)]


def _name(base: ast.expr) -> str:
    """Return a base's own name: ``b.Base[Item]`` is ``Base``."""
    if isinstance(base, ast.Subscript):
        base = base.value
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
