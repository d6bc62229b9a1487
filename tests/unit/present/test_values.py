"""Live values: what a name in braces stands for, and what a name that stands for nothing is told."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from places import ROOT

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.claims.context import in_context
from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_section
from twoarm.analysis.sensitivity.reconstructions import reconstruct
from twoarm.errors import InputError
from twoarm.methods.estimate import Estimate
from twoarm.present.narrative import narrate, say, unknown_values
from twoarm.present.outputs import Markdown
from twoarm.present.values import fill, values_of
from twoarm.study.opened import Study, open_study


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(str(ROOT / "data"))


def test_a_placeholder_is_filled_and_the_rest_stays():
    assert fill("With {treated}: *{n}* of {n}.", {"treated": "VBS", "n": "4"}) == "With VBS: *4* of 4."


def test_a_doubled_brace_is_a_brace():
    assert fill("{{{n}}}", {"n": "4"}) == "{4}"


@pytest.mark.parametrize(
    "value",
    [
        "*bold*",
        "<script>",
        "[a](b)",
        "a | b",
        "$x$",
        "`code`",
        "# head",
        "{cite:p}`x`",
        ":::{include} x",
        "% x",
        "1. x",
    ],
)
def test_a_value_is_shown_as_it_is(value):
    """Rendered, a value is the same characters again: nothing in it is read as Markdown or HTML."""
    (paragraph,) = [t for t in MarkdownIt().parse(fill("{v}", {"v": value})) if t.type == "inline"]
    assert {child.type for child in paragraph.children} <= {"text", "text_special"}
    assert "".join(child.content for child in paragraph.children) == value


def test_what_was_made_here_is_not_escaped_twice():
    assert fill("{a} {b}", {"a": Markdown("**n**"), "b": "**n**"}) == r"**n** \*\*n\*\*"


@pytest.mark.parametrize(
    ("template", "suggestion"),
    [
        ("{cement_leakage.diference}", "{cement_leakage.difference}"),
        ("{cement_leakage.treatment}", "{cement_leakage.treated}"),
        ("{operation_tim.p}", "{operation_time.p}"),
        ("{levle}", "{level}"),
    ],
)
def test_a_name_that_stands_for_nothing_is_an_error_with_the_nearest_name(study, template, suggestion):
    with pytest.raises(InputError) as caught:
        say(template, compare_section(study, "perioperative"))
    assert f"{template} names nothing" in str(caught.value)
    assert f"did you mean {suggestion}?" in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_citation_in_single_braces_is_told_how_it_is_written(study):
    with pytest.raises(InputError, match=r"\{cite\} names nothing \(write \{\{cite\}\} for the role"):
        say("As found before {cite}`Welch1947`.", study)


def test_all_unknown_names_are_told_at_once(study):
    with pytest.raises(InputError) as caught:
        fill("{n} {no_such_thing} {another_one}", study)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("template", ["{n", "n}", "{}", "{0}", "{n!r:>10}"])
def test_broken_braces_are_an_error_of_prose_and_no_crash(study, template):
    with pytest.raises(InputError):
        fill(template, study)


def test_a_variable_has_values_at_every_visit_and_at_its_latest(study):
    values = values_of(compare_section(study, "follow_up"))
    assert {"odi.preop.treated", "odi.day3.difference", "odi.latest.p", "odi.difference"} <= set(values)
    assert values["odi.difference"]() == values["odi.latest.difference"]() != values["odi.day3.difference"]()
    assert "odi.preop.difference" not in values  # before treatment nothing is compared


def test_every_name_of_every_section_has_a_value(study):
    """No name raises, and none shows an object, an empty slot or a number that is not one."""
    for about in [study, *compare_all(study)]:
        for name, value in values_of(about).items():
            assert not {"nan", "None"} & set(str(value()).replace("(", " ").split()), name


@pytest.mark.parametrize("folder", ["data", "tests/bad/sound"])
def test_the_names_are_known_before_anything_is_compared(folder):
    """Of every section the same names as afterwards, in the same order."""
    study = open_study(str(ROOT / folder))
    for compared in compare_all(study):
        assert list(values_of(Comparison.uncompared(study, compared.section))) == list(values_of(compared))


def test_a_p_that_cannot_be_told_is_said_so(study):
    """Its name is known beforehand, so that a text may have it."""
    compared = compare_section(study, "perioperative", thorough=False)
    results = [replace(r, estimate=Estimate.none("no value")) for r in compared.results]
    values = values_of(replace(compared, results=tuple(results)))
    assert values["operation_time.p"]() == "P not estimable"


def test_a_study_is_read_once(tmp_path):
    """With its folder gone it is audited, put in context, narrated and simulated again."""
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    (folder / "commentary.md").write_text("# hospital_stay\n\nHome again.\n", "utf-8")
    study = open_study(str(folder), reconstructions=1)
    shutil.rmtree(folder)
    assert audit_study(study).not_reported and in_context(study, None).published
    assert "Home again." in narrate(compare_section(study, "perioperative", thorough=False)).markdown
    open_plan = replace(study, plan=study.plan.split("\nstatements:")[0])
    assert len(reconstruct(open_plan).drawn) == 1
    assert study.notice.startswith("Simulated cohort:") and study.seed is not None


def test_of_a_figure_that_is_not_there_nothing_is_said():
    assert say("{level}", None) is None


def test_nothing_is_known_of_an_unknown_kind():
    with pytest.raises(TypeError):
        values_of(42)


@pytest.fixture
def commented(tmp_path):
    """Write a commentary into a copy of the study and open it."""

    def write(text: str) -> Study:
        folder = shutil.copytree(ROOT / "data", tmp_path / "data")
        (folder / "commentary.md").write_text(text, "utf-8")
        return open_study(str(folder))

    return write


def test_commentary_is_woven_in_with_its_live_values(commented):
    study = commented(
        "# perioperative\n\nOf the operation.\n\n# hospital_stay\n\nHome after {hospital_stay.treated}.\n"
    )
    comparison = compare_section(study, "perioperative")
    said = str(narrate(comparison).markdown).split("\n\n")
    assert said[0] == "Of the operation."
    assert f"**Hospital stay.** Home after {values_of(comparison)['hospital_stay.treated']()}." in said


def test_a_value_does_not_make_markup_of_the_text_around_it(fresh_book):
    """Here a title that ends in ! would turn the link behind it into a picture; a check of the file cannot know that."""
    folder = fresh_book() / "data"
    spec = re.sub("title: .*", "title: Pain!", (folder / "study.yml").read_text("utf-8"), count=1)
    (folder / "study.yml").write_text(spec, "utf-8")
    (folder / "commentary.md").write_text("# perioperative\n\n{title}[x](https://example.org)\n", "utf-8")
    study = open_study(str(folder))
    with pytest.raises(InputError, match="commentary.md, perioperative: an image"):
        narrate(compare_section(study, "perioperative"))
    assert [str(problem) for problem in unknown_values(study)] == [
        "commentary.md, perioperative: an image (link to it, or write \\! for the mark that is shown)"
    ]


def test_a_placeholder_of_the_commentary_that_names_nothing_says_where(commented):
    study = commented("# hospital_stay\n\n{hospital_stay.middle}\n")
    with pytest.raises(InputError) as caught:
        narrate(compare_section(study, "perioperative"))
    assert "commentary.md, hospital_stay: {hospital_stay.middle} names nothing" in str(caught.value)
    assert "did you mean {hospital_stay." in str(caught.value)
