"""The tutorial: every command of its page is run in a copy of the checkout and prints what the page shows beneath it."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reports import ROOT, copy_book, environment_of

PAGE = ROOT / "docs" / "tutorial.md"
COMMANDS = re.findall(
    r"^\$ (.+)\n((?:(?!\$ |```).*\n)*)",
    "".join(re.findall(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)),
    re.MULTILINE,
)
EXITS = {
    "init ~/first-report/gbsg2.csv <": 2,
    "diff": 1,
}  # of those that do not end with 0; a refused study has 3


@pytest.fixture(scope="module")
def printed(fresh_home: Path, tutorial_book: Path) -> list[tuple[int, str]]:
    """The exit code of each command and what it printed, in the order of the page."""
    found = []
    for command, _ in COMMANDS:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tutorial_book,
            env=environment_of(tutorial_book) | {"HOME": str(fresh_home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        found.append((done.returncode, done.stdout + done.stderr))
    return found


@pytest.fixture(scope="module")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def tutorial_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = copy_book(tmp_path_factory.mktemp("tutorial") / "book")
    (book / ".venv").symlink_to(sys.prefix)
    return book


def numbered() -> Callable:
    return pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda n: f"command {n + 1}")


@numbered()
def test_a_command_prints_what_the_page_shows(printed, number):
    shown, (_, said) = COMMANDS[number][1], printed[number]
    assert doctest.OutputChecker().check_output(shown, said, doctest.ELLIPSIS), (
        f"shown:\n{shown}\nsaid:\n{said}"
    )


@numbered()
def test_a_command_ends_as_the_page_says(printed, number):
    command, shown = COMMANDS[number]
    refused = 3 if "cannot be used as it stands" in shown else 0
    code = next((code for part, code in EXITS.items() if f"twoarm {part}" in command), refused)
    assert printed[number][0] == code


def test_the_page_shows_something_and_the_typing_error_is_nowhere(printed):
    assert len(COMMANDS) > 10
    assert sum(bool(shown) for _, shown in COMMANDS) > 8
    assert "610" not in printed[-1][1]
