"""Folders that an early version built are built; `tests/runs` builds one of them."""

from __future__ import annotations

import shutil

import pytest
from places import ROOT, TESTS
from reports import twoarm

EARLY = TESTS / "studies_of_0_1"


@pytest.mark.parametrize("name", sorted(folder.name for folder in EARLY.iterdir() if folder.is_dir()))
def test_each_is_built_in_every_format(name, tmp_path):
    study = shutil.copytree(EARLY / name, tmp_path / "study")
    done = twoarm(ROOT, "build", str(study), "--output", str(tmp_path))
    assert done.returncode == 0, done.stderr
