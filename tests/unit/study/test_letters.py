"""Letters of names that figures draw: those that their font lacks are refused, elsewhere they are free."""

from __future__ import annotations

import pytest
from small_studies import write_study

from twoarm.errors import InputError
from twoarm.study.opened import read_study
from twoarm.study.prose.letters import undrawn

DESCRIBED = """
name   label    role       section        kind         unit   levels
age    {age}    covariate  baseline       continuous   years  .
pain   {pain}   outcome    perioperative  continuous   {unit} .
blood  {blood}  outcome    perioperative  categorical  .      a={level}|b=B|c=C
stay   {stay}   none       perioperative  continuous   .      .
"""
PLAIN = {"age": "Age", "pain": "Pain", "unit": "points", "blood": "Blood", "level": "A", "stay": "Stay"}
PATIENTS = "arm age pain blood stay\n" + "".join(
    f"{'AB'[n % 2]} {60 + n} {n} {'abc'[n % 3]} {n}\n" for n in range(8)
)


def refused(folder, **names: str) -> list[str]:
    """The names of the variables that are refused."""
    write_study(folder, DESCRIBED.format(**PLAIN | names), PATIENTS)
    try:
        read_study(folder)
    except InputError as error:
        assert all("letters that no font of the figures has" in p.rule for p in error.problems)
        return [p.where.at for p in error.problems]
    return []


@pytest.mark.parametrize("word", ["骨折", "통증", "ความปวด"])
def test_what_figures_draw_is_refused_and_named(word, tmp_path):
    assert undrawn(word) and set(undrawn(word)) <= set(word)
    assert refused(tmp_path / "s", age=word, pain=word) == ["age", "pain"]
    assert refused(tmp_path / "t", unit=word) == ["pain"]


@pytest.mark.parametrize(
    "word", ["Schmerz", "Ağrı_şiddeti", "Παράλυση", "Боль", "כאב", "وزن", "Cobb’s_angle_(°)"]
)
def test_letters_of_the_font_are_taken(word, tmp_path):
    assert refused(tmp_path / "s", age=word, pain=word) == []


def test_letters_that_no_figure_draws_are_free(tmp_path):
    """A study with such letters was built before, where only tables and sentences show them."""
    assert refused(tmp_path / "s", blood="血液型", level="型", stay="入院") == []


def test_a_sign_of_a_unit_that_the_font_lacks_is_refused(tmp_path):
    assert refused(tmp_path / "s", unit="🙂") == ["pain"]
