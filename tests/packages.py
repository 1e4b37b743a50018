"""What is published, tried as somebody gets it: in a new virtual environment.

``python -m tests.packages built`` builds sdist and wheel, and runs commands and tests on the
installed wheel; ``python -m tests.packages oldest`` (or ``newest``) runs the tests with the oldest
(newest) versions that ``pyproject.toml`` allows, on the Python that it is started with.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TRIED: Final = ("tests/core", "tests/filters", "tests/cli", "tests/test_terminal.py")
"""Tests of the installed wheel: what would miss a module or a data file first."""
PACKAGE: Final = ROOT / "sestrail_tui"
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
VERSION: Final = PROJECT["version"]
SDIST_FILES: Final = (
    "README.md", "LICENSE", "Makefile", "tests/data/demo.jsonl", "pyproject.toml",
    "sestrail_tui/manual/sestrail.1",
)  # fmt: skip
NOT_WITH_OTHERS: Final = (
    "--ignore=tests/tui/test_snapshots.py",
    "--ignore=tests/manual/test_tables.py",
)
"""Snapshots were drawn by one Textual."""


def run(command: Sequence[object], where: Path) -> str:
    """Run a command outside this tree; raises CalledProcessError, its output shown."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=where, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout)
    done.check_returncode()
    return done.stdout


def environment(folder: Path, *wanted: str) -> Path:
    """Make a virtual environment with these; give its programs' folder."""
    venv.create(folder, with_pip=True)
    install(folder / "bin", *wanted)
    return folder / "bin"


def install(programs: Path, *wanted: str) -> None:
    """Install into a virtual environment, and check that it fits."""
    pip = [programs / "python", "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "install", "--quiet", *wanted], programs.parent)
    run([*pip, "check"], programs.parent)


def built() -> None:
    """Build both packages and try what was built."""
    with TemporaryDirectory() as name:
        place = Path(name)
        run([sys.executable, "-m", "build", "--outdir", place / "dist", ROOT], place)
        (wheel,), (sdist,) = place.glob("dist/*.whl"), place.glob("dist/*.tar.gz")
        check_names(wheel, sdist)
        programs = environment(place / "venv", str(wheel))  # as README says: no extra
        data = ROOT / "tests/data/v2-send-console.json"
        told = run([programs / "sestrail", "open", data, "--output", "text"], place)
        assert "hoge-iwasa" in told, told
        assert "# Keys" in run([programs / "sestrail", "help", "keys"], place)
        assert (place / "venv/share/man/man1/sestrail.1").exists()
        demo = [programs / "sestrail", "demo", "--delay", "0.1s", "--max-events", "5"]
        for source in ("polling", "queue"):
            sends = run([*demo, "--output", "jsonl", "--source", source], place)
            assert len(sends.splitlines()) == 5, source
        install(programs, f"{wheel}[test]")
        with tarfile.open(sdist) as archive:
            archive.extractall(place, filter="data")
        (tree,) = place.glob("sestrail_tui-*")
        (tree / "sestrail_tui").rename(place / "not-this-one")  # the tests run on the wheel
        print(run([programs / "python", "-m", "pytest", "-n", "auto", *TRIED], tree)[-300:])


def check_names(wheel: Path, sdist: Path) -> None:
    """Look whether each package holds what it has to, and nothing else."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    kinds = ("*.py", "*.md")
    ours = {str(path.relative_to(ROOT)) for kind in kinds for path in PACKAGE.rglob(kind)}
    man_page = f"sestrail_tui-{VERSION}.data/data/share/man/man1/sestrail.1"
    needed_files = {*ours, "sestrail_tui/py.typed", "sestrail_tui/tui/sestrail.tcss", man_page}
    assert needed_files <= inside, sorted(needed_files - inside)
    strangers = [one for one in inside if not one.startswith(("sestrail_tui/", "sestrail_tui-"))]
    assert not strangers, strangers
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in (*SDIST_FILES, *ours):
        assert needed in names, needed


def oldest(wanted: str) -> str:
    """Give the least version of a dependency, for the Pythons that it is for."""
    return re.sub(r"^([\w-]+)>=([\d.]+)[^;]*(;.*)?$", r"\1==\2\3", wanted)


def newest(wanted: str) -> str:
    """Give all that is allowed, of which pip takes the newest."""
    return wanted


def tried_with(version: Callable[[str], str]) -> None:
    """Run the tests with a version of every dependency."""
    chosen = [version(wanted) for wanted in PROJECT["dependencies"]]
    extra = [
        wanted
        for wanted in PROJECT["optional-dependencies"]["test"]
        if not wanted.startswith("textual==")
    ]
    with TemporaryDirectory() as name:
        programs = environment(Path(name) / "venv", *chosen, *extra)
        pip = [programs / "python", "-m", "pip"]
        # Editable, for the command that the tests run; its dependencies are there.
        run([*pip, "install", "--quiet", "--no-deps", "--editable", ROOT], ROOT)
        names = {re.split(r"[^\w-]", wanted)[0] for wanted in chosen}
        listed = run([*pip, "list", "--format=freeze"], ROOT).split()
        print(sys.version.split()[0], *(one for one in listed if one.split("==")[0] in names))
        tests = [programs / "python", "-m", "pytest", "-n", "auto", *NOT_WITH_OTHERS]
        print(run(tests, ROOT)[-600:])


TARGETS: Final[dict[str, Callable[[], None]]] = {
    "built": built,
    "oldest": partial(tried_with, oldest),
    "newest": partial(tried_with, newest),
}

if __name__ == "__main__":
    TARGETS[sys.argv[1]]()
