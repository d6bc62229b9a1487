"""The examples in docstrings are run: each can be checked by hand, and so it is checked here."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest
from places import ROOT

PACKAGE = ROOT / "src" / "twoarm"
WITH_EXAMPLES = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text("utf-8")]


def module_of(path: Path) -> str:
    return ".".join(("twoarm", *path.relative_to(PACKAGE).with_suffix("").parts))


@pytest.mark.parametrize("name", [module_of(path) for path in WITH_EXAMPLES])
def test_examples_are_true(name):
    done = doctest.testmod(import_module(name))
    assert done.attempted > 0
    assert done.failed == 0


def test_there_are_examples():
    assert "twoarm.methods.counts.proportions" in map(module_of, WITH_EXAMPLES)
