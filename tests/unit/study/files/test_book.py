"""Where the sources of a report are found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

from twoarm.study.files.book import CARRIED, carried_book, expanded, find_book, find_checkout, upwards


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A folder that is a checkout to all that look for one, with a folder below it and a link to that."""
    (tmp_path / "checkout" / "notebooks").mkdir(parents=True)
    (tmp_path / "checkout" / "_toc.yml").touch()
    (tmp_path / "link").symlink_to(tmp_path / "checkout" / "notebooks")
    return tmp_path / "checkout"


@pytest.mark.parametrize("here", ["checkout", "checkout/notebooks", "link", "checkout/notebooks/not/there"])
def test_one_stands_in_a_checkout_by_whatever_path(here, checkout, tmp_path):
    assert find_checkout(tmp_path / here) == find_book(tmp_path / here) == checkout
    assert upwards(tmp_path / here)[-1] == checkout


def test_the_working_directory_is_where_one_stands(checkout, tmp_path, monkeypatch):
    monkeypatch.chdir(checkout / "notebooks")
    assert upwards() == [checkout / "notebooks", checkout]
    assert find_book() == checkout
    monkeypatch.chdir(tmp_path)
    assert find_checkout() is None


def test_outside_of_every_checkout_it_is_the_package_s(tmp_path):
    """Installed to be edited, as here, the package stands in its checkout and carries nothing."""
    assert find_checkout(tmp_path) is None
    assert find_book(tmp_path) == carried_book() == ROOT
    assert upwards(tmp_path)[-1] == Path(tmp_path.anchor)


@pytest.fixture
def installed(tmp_path) -> Path:
    """A package as a wheel lays it out, without what no test here needs."""
    package = tmp_path / "site-packages" / "twoarm"
    (package / "study" / "files").mkdir(parents=True)
    for name in (
        "__init__.py",
        "errors.py",
        "lazy.py",
        "study/__init__.py",
        "study/files/__init__.py",
        "study/files/book.py",
    ):
        shutil.copyfile(ROOT / "src" / "twoarm" / name, package / name)
    return package


def asked(package: Path, expression: str) -> str:
    """What an expression is in a process that has this package, in its folder."""
    code = f"from twoarm.study.files.book import *; from pathlib import Path; print({expression})"
    command = [sys.executable, "-c", code]
    environment = {"PYTHONPATH": str(package.parent)}
    done = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.splitlines()[-1]


def test_what_a_wheel_carries_is_a_book_and_no_checkout(installed):
    (carried := installed / CARRIED).mkdir()
    (carried / "_toc.yml").touch()
    assert asked(installed, "find_book()") == str(carried)
    assert asked(installed, f"find_checkout(Path({str(carried)!r}))") == "None"


def test_a_package_without_its_book_is_not_whole(installed):
    assert asked(installed, "find_book()") == "Install the package anew, or work in a checkout of the report."


def test_a_home_that_the_shell_left_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expanded("~/study") == tmp_path / "study"
    assert expanded("~no-such-user/study") == Path("~no-such-user/study")
