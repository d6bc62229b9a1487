"""How patients came to their treatment: what may stand there, and that silence is no statement."""

from __future__ import annotations

import pytest
from small_studies import write_study

from twoarm.study.design.allocation import Randomised
from twoarm.study.opened import read_spec

DESCRIBED = """\
name  label  role     section        kind
time  Time   outcome  perioperative  continuous
"""


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("", Randomised.UNKNOWN),
        ("randomised: unknown\n", Randomised.UNKNOWN),
        ("randomised: yes\n", Randomised.YES),
        ("randomised: true\n", Randomised.YES),
        ("randomised: no\n", Randomised.NO),
        ("randomised: false\n", Randomised.NO),
    ],
)
def test_a_word_of_either_yaml_is_read_and_silence_is_unknown(line, stated, tmp_path):
    folder = write_study(tmp_path / "small", DESCRIBED, "arm  time\nA  1\nA  2\nB  3\nB  5\n", spec=line)
    assert read_spec(folder).randomised is stated


def test_only_a_stated_randomisation_is_one():
    assert [one.by_chance for one in Randomised] == [True, False, False]
