"""Numbers that a report has a reason to show, and numbers that it has none for."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from gappy_study import study_of

from twoarm.present.about.policy import disclosure_policy
from twoarm.present.outputs import Table, Text
from twoarm.publish.gate.explained import Explained
from twoarm.publish.gate.reading.passages import Passage, Reading
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


@pytest.mark.parametrize("name", PROFILES)
def test_what_a_page_says_of_the_policy_is_nobodys_record(name, tmp_path):
    """With three numbers in a sentence of it, or in a row of its table; beside other numbers those are still seen."""
    study = study_of(tmp_path / "study", f"{{profile: {name}}}")
    explained = Explained(study, tmp_path, Path("none.bib"))
    everything = {str(n) for n in range(99)} | {"0.0"}
    shown = disclosure_policy(study)
    texts = [part.markdown for part in shown if isinstance(part, Text)]
    texts += [" ".join(row) for part in shown if isinstance(part, Table) for row in part.rows]
    assert bool(texts) == (name != "open")
    said = Reading()
    for text in texts:
        said.add(text)
        said.add(f"{text} 71")
    told = [explained.unexplained(passage, "", everything) for passage in said.passages]
    assert told == [[], ["71"]] * len(texts)


def test_the_words_of_a_printed_abstract_are_nobodys_record(tmp_path):
    """A page quotes it whole: its numbers stand there because it prints them, and a patient's beside them do not."""
    abstract = "Of 62 patients, 30 had a stent and 32 a balloon; leakage was seen in 4 and 10 of them."
    study = dataclasses.replace(study_of(tmp_path / "study", "{profile: hospital}"), abstract=(abstract,))
    explained = Explained(study, tmp_path, Path("none.bib"))
    everything = {str(n) for n in range(99)}
    assert explained.unexplained(Passage(abstract), "", everything) == []
    assert explained.unexplained(Passage(f"{abstract} 71"), "", everything) == ["71"]
