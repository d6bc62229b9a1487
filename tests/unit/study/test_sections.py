"""A study names its sections: what is accepted, where their chapters stand, and what is refused with its cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import ROOT
from sections_study import OPENING, SECTIONS, SPEC, write_sections

from twoarm.errors import InputError
from twoarm.study.chapters import kept, section_of
from twoarm.study.files.contents import pages, parts, read_toc
from twoarm.study.opened import read_study

OWN = ["notebooks/section_laboratory", "notebooks/section_quality_of_life"]
TOC = {
    "root": "notebooks/00_findings",
    "chapters": [
        *({"file": f"notebooks/{name}"} for name in ("01_methods", "02_perioperative", "04_imaging")),
        {"file": "notebooks/06_sensitivity"},
        {"file": "book/glossary"},
    ],
}


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_sections(tmp_path / "sections")


def edited(folder: Path, old: str, new: str, file: str = "study.yml") -> list[str]:
    """What is told of the study when a text of it is another one."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InputError) as refused:
        read_study(folder)
    return [str(problem) for problem in refused.value.problems]


def test_a_study_names_its_sections(folder):
    study = read_study(folder)
    assert study.sections == ["perioperative", *SECTIONS]
    assert [study.spec.section(code).title for code in study.sections] == ["In theatre", *SECTIONS.values()]
    assert study.spec.section("quality_of_life").opening.startswith(OPENING)
    assert study.spec.section("imaging").title == "Imaging"


def test_their_chapters_stand_after_those_with_a_notebook_in_the_order_of_the_study(folder):
    study = read_study(folder)
    found = pages(kept(TOC, study))
    assert found == [
        *("notebooks/00_findings", "notebooks/01_methods", "notebooks/02_perioperative"),
        *(*OWN, "notebooks/06_sensitivity", "book/glossary"),
    ]
    assert kept(kept(TOC, study), study) == kept(
        TOC, study
    )  # as a notebook of a run asks, whose contents are the run's
    titles = [section.title for page in found if (section := section_of(page, study))]
    assert titles == ["In theatre", *SECTIONS.values()]


def test_they_stand_in_the_part_of_the_others(folder):
    study = read_study(folder)
    found = kept(read_toc(ROOT), study)
    cohort = parts(found)[0]
    assert [name for name in cohort.files if name in OWN] == OWN
    assert cohort.files[-1] == "notebooks/06_sensitivity" and kept(found, study) == found


def test_a_notebook_of_the_book_reports_its_section(folder):
    chapters = [*TOC["chapters"], {"file": "notebooks/09_laboratory"}]
    assert pages(kept({**TOC, "chapters": chapters}, read_study(folder)))[-2:] == [
        "notebooks/09_laboratory",
        "notebooks/section_quality_of_life",
    ]


BROKEN = {
    "no name": ("code: laboratory", "code: Laboratory", "sections.0.code: use small letters"),
    "twice": ("code: laboratory", "code: quality_of_life", "two codes are the same"),
    "alike": (
        "code: laboratory",
        "code: qualityoflife",
        "or differ in nothing but _ (change one of qualityoflife, quality_of_life)",
    ),
    "like a usual one": ("code: laboratory", "code: followup", "(change one of followup, follow_up)"),
    "another chapter": (
        "code: laboratory",
        "code: sensitivity",
        "sections.sensitivity: the name of another chapter",
    ),
    "the baseline": (
        "sections:\n",
        "sections:\n  - {code: baseline, title: Before}\n",
        "sections.baseline: the name of another chapter",
    ),
    "a variable": ("code: laboratory", "code: protein", "sections.protein: also the name of a variable"),
    "no outcome": (
        "sections:\n",
        "sections:\n  - {code: costs, title: Costs}\n",
        "sections.costs: no outcome of dictionary.csv stands in it",
    ),
    "title twice": ("title: Blood and laboratory", "title: quality of Life", "two titles are the same"),
    "title of a usual one": ("title: Blood and laboratory", "title: Imaging", "two titles are the same"),
    "title with markup": ("title: Blood and laboratory", "title: <b>", "sections.0.title: a label has"),
    "no title": ("    title: Blood and laboratory\n", "", "sections.0.title: missing key"),
    "opening with a directive": ("The scale is that of", "```{include} x.md", "opening: "),
    "opening with a role": ("*the questionnaire*", "{{raw}}`x`", "opening: a role that no text may have"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_a_section_is_told(case, folder):
    old, new, said = BROKEN[case]
    if new.startswith("code: "):  # in both files, so that they agree
        path = folder / "dictionary.csv"
        path.write_text(
            path.read_text("utf-8").replace(",laboratory,", f",{new.removeprefix('code: ')},"), "utf-8"
        )
    assert [problem for problem in edited(folder, old, new) if said in problem] != []


def test_a_problem_of_an_opening_has_its_line(folder):
    lines = (folder / "study.yml").read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "questionnaire" in text)
    (told,) = edited(folder, "*the questionnaire*", "{{raw}}`x`")
    assert told.startswith(f"study.yml line {line}, opening: ")


def test_a_section_that_is_not_named_is_told_with_the_nearest_one(folder):
    told = edited(
        folder, "outcome,quality_of_life,binary", "outcome,quality_of_live,binary", "dictionary.csv"
    )
    assert told[0] == (
        "dictionary.csv line 7, section: not one of baseline, perioperative, follow_up, imaging, laboratory, "
        "quality_of_life, nor empty (did you mean quality_of_life?)"
    )


def test_a_heading_of_the_commentary_may_be_a_section_of_the_study(folder):
    told = edited(folder, "# quality_of_life", "# quality_of_lives", "commentary.md")
    assert told == [
        "commentary.md line 1: no section or outcome of this name (did you mean quality_of_life?)"
    ]


def test_the_spec_that_is_tested_names_what_it_says():
    assert all(code in SPEC for code in SECTIONS)
