"""Private parts of dependencies: which are used, where, and that they are as they were.

Where a test here fails after an update, its message names the part that moved, and the one module
that has to follow.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

import sestrail_tui
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PACKAGE: Final = ROOT / "sestrail_tui"
TEXTUAL_INTERNALS: Final = "tui/base/textual_internals.py"
PRIVATE_USE: Final = {
    TEXTUAL_INTERNALS: {"_bindings", "_driver", "_exception", "_fatal_error", "_return_code"},
}
"""The modules that are meant for private parts, and the parts that each uses."""
DOCUMENTED: Final = {"os._exit"}
GENERATED: Final = re.compile(r"_default_\w+|_inherit_\w+|_css_\w+|_merged_bindings|_computes")
"""What Textual itself puts on a subclass for what that declares in public."""


@cache
def fields_of(kind: type) -> set[str]:
    """Give what the source of a class names of ``self``; nothing where it has no source."""
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        return set()
    return set(re.findall(r"self\.(\w+)\b", source))


PINNED: Final[dict[str, Callable[[], object]]] = {
    "App._exception, what was raised": lambda: "_exception" in fields_of(App),
    "App._return_code, the exit code": lambda: "_return_code" in fields_of(App),
    "App._driver, with write()": lambda: "_driver" in fields_of(App),
    "App._fatal_error(), called by _handle_exception": lambda: (
        [*inspect.signature(App._fatal_error).parameters] == ["self"]
        and "self._fatal_error()" in inspect.getsource(App._handle_exception)
    ),
    "Screen._bindings, read for each key": lambda: (
        "_bindings" in fields_of(Screen) and "self.screen._bindings" in inspect.getsource(App)
    ),
    "App.css_path, read when the app starts": lambda: (
        "self.stylesheet.read_all(self.css_path)" in inspect.getsource(App)
    ),
    "LinuxDriver(app, debug=, mouse=, size=)": lambda: (
        [*inspect.signature(LinuxDriver).parameters] == ["app", "debug", "mouse", "size"]
    ),
    "LinuxDriver.fileno and attrs_before": lambda: (
        fields_of(LinuxDriver) >= {"fileno", "attrs_before"}
    ),
    "LinuxDriver's handler of SIGCONT, set in __init__": lambda: (
        "signal.SIGCONT" in inspect.getsource(LinuxDriver.__init__)
    ),
    "LinuxDriver.run_input_thread(), in a thread of its own": lambda: (
        "self.run_input_thread()" in inspect.getsource(LinuxDriver)
        and "Thread(" in inspect.getsource(LinuxDriver.start_application_mode)
    ),
    "Driver's calls around a suspension": lambda: all(
        callable(getattr(LinuxDriver, name))
        for name in (
            "suspend_application_mode",
            "resume_application_mode",
            "no_automatic_restart",
            "stop_application_mode",
        )
    ),
}
"""What each module relies on, by its name."""


MOTO_INTERNALS: Final = "local_aws/moto/internals.py"


def test_the_insides_of_moto_are_as_they_were() -> None:
    from moto.core.botocore_stubber import BotocoreStubber
    from moto.s3.models import FakeBucket, FakeKey, S3Backend, s3_backends
    from moto.ses.models import ConfigurationSet, EmailIdentity, SESBackend, ses_backends

    moved = f"moved: see {MOTO_INTERNALS}"
    parameters = [*inspect.signature(BotocoreStubber().process_request).parameters]
    assert parameters == ["request"], f"BotocoreStubber.process_request() {moved}"
    s3, ses = s3_backends["111122223333"]["aws"], ses_backends["111122223333"]["us-east-1"]
    assert isinstance(s3, S3Backend), f"s3_backends[account]['aws'] {moved}"
    assert isinstance(s3.buckets, dict), f"S3Backend.buckets {moved}"
    assert {"name", "keys"} <= fields_of(FakeBucket), f"FakeBucket.name or keys {moved}"
    assert {"name", "last_modified"} <= fields_of(FakeKey), f"FakeKey.name or last_modified {moved}"
    assert isinstance(inspect.getattr_static(FakeKey, "value"), property), f"FakeKey.value {moved}"
    assert callable(s3.reset), f"S3Backend.reset() {moved}"
    assert isinstance(ses, SESBackend), f"ses_backends[account][region] {moved}"
    assert isinstance(ses.email_identities, dict), f"SESBackend.email_identities {moved}"
    assert isinstance(ses.config_sets, dict), f"SESBackend.config_sets {moved}"
    assert "configuration_set_name" in fields_of(EmailIdentity), f"EmailIdentity {moved}"
    assert "enabled" in fields_of(ConfigurationSet), f"ConfigurationSet.enabled {moved}"


def test_only_one_module_imports_moto() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        imported = {name.partition(".")[0] for name in imports(path)}
        assert "moto" not in imported or path == PACKAGE / MOTO_INTERNALS, path


@pytest.mark.parametrize("part", PINNED)
def test_a_private_part_is_as_it_was(part: str) -> None:
    try:
        is_there = PINNED[part]()
    except (AttributeError, OSError, TypeError, ValueError) as error:
        is_there, part = False, f"{part} ({error})"
    assert is_there, f"{part} moved: see {TEXTUAL_INTERNALS} and tui/app/terminal.py"


def test_the_modules_use_just_the_parts_that_are_pinned() -> None:
    for module, parts in PRIVATE_USE.items():
        used = {part.partition("._")[2] for part in foreign_attributes(PACKAGE / module)}
        assert {f"_{part}" for part in used} == parts


def test_no_other_module_uses_a_private_part_of_a_dependency() -> None:
    meant = {PACKAGE / module for module in PRIVATE_USE}
    for path in sorted(PACKAGE.rglob("*.py")):
        assert not [*private_imports(path)], f"{path} imports a private part"
        if path not in meant:
            assert not {*foreign_attributes(path)} - DOCUMENTED, f"{path} uses a private part"


def test_no_class_uses_a_private_part_of_its_foreign_base() -> None:
    checked = 0
    for kind, definition in our_classes():
        foreign = [base for base in kind.__mro__ if is_foreign(base)]
        theirs = {part for base in foreign for part in private_parts(base)}
        used = {part for part in theirs & names_in(definition) if not GENERATED.fullmatch(part)}
        assert not used, f"{kind} uses {used} of {[base.__qualname__ for base in foreign]}"
        checked += bool(theirs)
    assert checked > 50


def private_imports(path: Path) -> Iterator[str]:
    """Give the names with an underscore that a file imports from elsewhere."""
    return (name for name in imports(path) if re.search(r"(^|\.)_[a-z]", name))


def imports(path: Path) -> Iterator[str]:
    """Give the full names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def foreign_attributes(path: Path) -> Iterator[str]:
    """Give what a file reads or sets of other objects that it does not define itself."""
    tree = ast.parse(path.read_text())
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    own |= {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"self", "cls"}
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not re.match(r"_[a-z]", node.attr):
            continue
        if ast.unparse(node.value) not in {"self", "cls"} and node.attr not in own:
            yield ast.unparse(node)


def names_in(definition: ast.ClassDef) -> set[str]:
    """Give what a class's own source names of itself, or defines."""
    found = set()
    for node in ast.walk(definition):
        if isinstance(node, ast.Attribute):
            if ast.unparse(node.value) in {"self", "cls", "super()"}:
                found.add(node.attr)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return found


def our_classes() -> Iterator[tuple[type, ast.ClassDef]]:
    """Give every class of the package at the top of a module, and its source."""
    for found in pkgutil.walk_packages(sestrail_tui.__path__, "sestrail_tui."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                yield vars(module)[node.name], node


def is_foreign(kind: type) -> bool:
    """Tell whether a class is a dependency's, not ours and not Python's."""
    package = kind.__module__.partition(".")[0]
    return package != "sestrail_tui" and package not in sys.stdlib_module_names


@cache
def private_parts(kind: type) -> set[str]:
    """Give the names with an underscore that a class has or sets."""
    names = {*vars(kind)} | fields_of(kind)
    return {name for name in names if re.match(r"_[a-z]", name)}
