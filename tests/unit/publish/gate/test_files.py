"""Which files a report may consist of."""

from __future__ import annotations

from pathlib import Path

import pytest

from twoarm.publish.gate.files import is_of_theme, refusal_of
from twoarm.study.disclosure.policy import HOSPITAL, OPEN, Policy

OTHER = "not a kind of file that a report publishes"


def refused(path: Path, *, private: bool = True, policy: Policy = OPEN) -> str:
    return refusal_of(path, private=private, policy=policy)


@pytest.mark.parametrize(
    "name", ["patients.csv", "results.csv.gz", "environment.pickle", "a.ipynb", "notes", "b.HTML"]
)
def test_other_kinds_are_refused(name, tmp_path):
    (tmp_path / name).touch()
    assert refused(tmp_path / name, private=False) == OTHER


def test_a_link_is_refused(tmp_path):
    (tmp_path / "page.html").symlink_to("/nowhere")
    assert refused(tmp_path / "page.html") == OTHER


def test_a_table_of_single_patients_is_none_of_a_private_study_that_gathers_none(tmp_path):
    path = tmp_path / "curves.csv"
    path.touch()
    assert refused(path).startswith("rows of single patients")
    assert refused(path, policy=HOSPITAL) == refused(path, private=False) == ""


def test_a_file_of_the_theme_is_known_by_its_bytes():
    name = "html/_static/scripts/bootstrap.js"
    import pydata_sphinx_theme

    own = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static/scripts/bootstrap.js"
    assert is_of_theme(name, own.read_bytes())
    assert not is_of_theme(name, own.read_bytes() + b" ") and not is_of_theme("html/a.js", own.read_bytes())
