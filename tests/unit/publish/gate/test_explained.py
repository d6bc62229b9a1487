"""Numbers that a report has a reason to show, and numbers that it has none for."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from gappy_study import study_of

from twoarm.publish.gate.explained import Explained
from twoarm.publish.gate.reading.passages import Passage
from twoarm.publish.gate.reading.scripts import read_script
from twoarm.study.disclosure.policy import PROFILES


@pytest.mark.parametrize("name", PROFILES)
def test_the_policy_in_the_manifest_is_nobodys_record_and_another_list_of_its_numbers_may_be(name, tmp_path):
    study = study_of(tmp_path / "study", f"{{profile: {name}}}")
    explained = Explained(study, tmp_path, Path("none.bib"))
    everything = {str(n) for n in range(99)} | {"0.0"}
    passages = read_script(json.dumps({"disclosure": asdict(study.spec.policy)})).passages
    told = [number for passage in passages for number in explained.unexplained(passage, "", everything)]
    assert told == []
    assert explained.unexplained(Passage("0 0 61"), "", everything) == ["0", "0", "61"]
