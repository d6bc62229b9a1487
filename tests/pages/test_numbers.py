"""Every number that a reader of the site meets is a rounding of something that the run knows of what the text is about."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from reading import (
    DERIVED,
    OUTSIDE,
    Number,
    Piece,
    Truth,
    numbers,
    of_printed_counts,
    pieces,
    unknown_numbers,
)

STUDIES = ("shipped", "gbsg2")


@pytest.fixture(scope="module")
def read(shipped_run, gbsg2_run, book_copy, gbsg2_study):
    """Of a study: the pieces of all its pages, and what its run knows."""
    runs = {
        "shipped": (shipped_run, book_copy / "data"),
        "gbsg2": (gbsg2_run, gbsg2_study),
    }
    return {name: (_all_pieces(run), Truth(run, study)) for name, (run, study) in runs.items()}


def _all_pieces(run: Path) -> list[Piece]:
    return [piece for page in sorted((run / "html" / "notebooks").glob("*.html")) for piece in pieces(page)]


@pytest.mark.parametrize("study", STUDIES)
def test_every_number_is_a_rounding_of_what_its_text_is_about(read, study):
    found, truth = read[study]
    print("Outside stand:", *(f"{what}: {how}" for what, how in OUTSIDE.items()), sep="\n- ")
    print("Computed anew from the rows of the run:", *DERIVED, sep="\n- ")
    print("Numbers read:", Counter(piece.kind for piece in found for _ in numbers(piece.text)))
    assert unknown_numbers(found, truth) == []


@pytest.mark.parametrize("study", STUDIES)
def test_pieces_of_every_kind_are_read_from_every_page_with_results(read, study):
    found, _ = read[study]
    kinds = {
        page: {p.kind for p in found if p.page == page and numbers(p.text)}
        for page in {p.page for p in found}
    }
    assert {"cell", "caption", "alt", "sentence"} <= set().union(*kinds.values())
    # The one picture of 04 is of courses, whose words say where the means went and no number.
    said = {"02_perioperative": {"alt"}, "03_follow_up": {"alt"}, "04_imaging": set()}
    for page, more in said.items():
        assert page not in kinds or {"cell", "sentence"} | more <= kinds[page]
    assert study != "shipped" or {*said} <= {*kinds}


def test_the_shipped_pages_are_read_whole(read):
    """As many captions as figures and tables, and no page without a number."""
    found, _ = read["shipped"]
    assert {p.page for p in found if numbers(p.text)} == {p.page for p in found}
    assert sum(p.kind == "caption" for p in found) == len(
        {(p.page, p.text) for p in found if p.kind == "caption"}
    )


def last_digit_changed(text: str, match: re.Match) -> str:
    """The text with the last digit of one of its numbers changed."""
    return f"{text[: match.end() - 1]}{(int(match.group()[-1]) + 5) % 10}{text[match.end() :]}"


def tampered(found: list[Piece]) -> list[Piece]:
    """Each piece with three significant digits or more in a number, that number changed in its last digit."""
    changed = []
    for piece in found:
        for match in re.finditer(
            r"(?<![\w.])(?!0\.)\d+\.\d+(?![\w.])|(?<![\w.])0\.0*[1-9]\d+(?![\w.])", piece.text
        ):
            if len(match.group().replace(".", "").lstrip("0")) >= 3:
                changed.append(replace(piece, text=last_digit_changed(piece.text, match)))
    return changed


def test_a_changed_digit_is_caught(read):
    """Of the numbers with three digits, nearly every one; what is missed is another value of the same outcome."""
    found, truth = read["shipped"]
    results = [p for p in found if p.kind in ("cell", "alt", "sentence", "quote")]
    changed = tampered(results)
    missed = [piece for piece in changed if not unknown_numbers([piece], truth)]
    print(f"{len(changed)} numbers changed, {len(missed)} not noticed")
    assert len(changed) > 100
    # Of a characteristic there are three values that lie near each other: of either arm, and of both together.
    assert len(missed) < 0.06 * len(changed)


def test_a_number_of_another_outcome_is_caught(read):
    """Rows that have changed places hold true numbers in the wrong place; a lone P of two digits may be another's too."""
    found, truth = read["shipped"]
    outcomes = ("02_perioperative", "03_follow_up", "04_imaging", "11_other_methods")
    on_page = [p for p in found if p.page in outcomes and p.kind == "cell" and p.about]
    cells = [p for p in on_page if "." in p.text and len(numbers(p.text)) > 1]
    assert len(cells) > 40
    of = [truth.named(piece.about) for piece in cells]
    others = [[p.text for p, about in zip(cells, of, strict=True) if about != mine] for mine in of]
    swapped = [
        replace(piece, text=random.Random(i).choice(texts))
        for i, (piece, texts) in enumerate(zip(cells, others, strict=True))
    ]
    caught = [piece for piece in swapped if unknown_numbers([piece], truth)]
    assert len(caught) > 0.9 * len(swapped)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("13 with VBS", "14 with VBS"),
        ("18 fewer", "18 more"),
        ("38 fewer", "38 more"),
        ("3 more", "3 fewer"),
        ("95% CI", "99% CI"),
        ("Of 100", "Of 62"),
    ],
)
def test_patients_of_a_hundred_are_known_with_their_side_and_level_and_nothing_else_is(read, said, wrong):
    found, truth = read["shipped"]
    (piece,) = (p for p in found if of_printed_counts(p) and said in p.text)
    assert unknown_numbers([piece], truth) == []
    assert len(unknown_numbers([replace(piece, text=piece.text.replace(said, wrong))], truth)) == 1


def test_a_changed_digit_in_a_page_is_read(shipped_run, book_copy, tmp_path):
    """From the file on: the estimate of one outcome in a copy of its page."""
    page = shipped_run / "html" / "notebooks" / "03_follow_up.html"
    truth = Truth(shipped_run, book_copy / "data")
    (row,) = (r for r in truth.results if r["analysis"] == "restricted_mean_difference")
    shown = f"{abs(float(row['low'])):.1f}"
    html = page.read_text("utf-8")
    assert shown in html
    copy = tmp_path / page.name
    copy.write_text(html.replace(shown, f"{abs(float(row['low'])) + 0.1:.1f}"), "utf-8")
    assert unknown_numbers(pieces(page), truth) == []
    kinds = {wrong.partition(", ")[2].partition(":")[0] for wrong in unknown_numbers(pieces(copy), truth)}
    assert kinds == {"cell", "alt", "sentence"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("−2.2 to 6.0", [(-2.2, 1), (6.0, 1)]),
        ("4/30 (13%)", [(4, 0), (30, 0), (13, 0)]),
        ("12-16 months since 2020-01-31, version 1.0.4", []),
        ("C12, L1, HC3, the 5th", []),
        ("a 95% interval: 0.05.", [(95, 0), (0.05, 2)]),
        ("(-8)", [(-8, 0)]),
    ],
)
def test_numbers_are_read_from_a_text(text, found):
    assert [(n.value, n.decimals) for n in numbers(text)] == found


@pytest.mark.parametrize(
    ("shown", "value", "right"),
    [
        (Number(1.9, 1, ""), 1.8937, True),
        (Number(1.9, 1, ""), 1.8437, False),
        (Number(-18, 0, ""), -17.9166, True),
        (Number(18, 0, ""), -17.9166, False),
        (Number(13, 0, ""), 12.5, True),
        (Number(0.001, 3, "<"), 0.0009, True),
        (Number(0.001, 3, "<"), 0.0011, False),
        (Number(0.99, 2, ">"), 0.995, True),
    ],
)
def test_a_number_is_a_rounding_or_a_bound(shown, value, right):
    assert shown.is_a_rounding_of(value) == right


@pytest.mark.parametrize("study", STUDIES)
def test_the_registry_names_every_analysis_of_the_results(read, study):
    _, truth = read[study]
    assert {row["analysis"] for row in truth.results} - truth.methods == set()
