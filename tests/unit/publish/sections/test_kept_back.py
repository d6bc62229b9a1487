"""A section's notebook whose record has nothing of the section is told with the line to write; no other one is."""

from __future__ import annotations

import json

import pytest
from places import ROOT

from twoarm.publish.sections.kept_back import section_kept_back
from twoarm.study.opened import open_study


@pytest.mark.parametrize(
    ("notebook", "handed", "told"),
    [
        ("04_imaging", [], ["04_imaging.ipynb: shows the section imaging, of which done() is not told"]),
        ("04_imaging", [{"section": "baseline"}], ["04_imaging.ipynb: shows the section imaging"]),
        ("04_imaging", [{"section": "baseline"}, {"section": "imaging"}], []),
        ("01_methods", [], []),
    ],
)
def test_who_hands_nothing_over_is_told(notebook, handed, told, tmp_path):
    (tmp_path / f"{notebook}.json").write_text(json.dumps({"summaries": handed}), "utf-8")
    found = list(section_kept_back(open_study(str(ROOT / "data")), tmp_path / f"{notebook}.ipynb", tmp_path))
    assert len(found) == len(told)
    assert all(str(problem).startswith(words) for problem, words in zip(found, told, strict=True))
