"""Runs of the shipped study with other parameters or other data, and what is read of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from reading import CLAIM, Truth, excludes, of_printed_counts, pieces, rows

COHORT = ("00_findings", "01_methods", "02_perioperative", "03_follow_up", "04_imaging", "06_sensitivity")

SECTIONS = COHORT[2:5]

LEVEL = re.compile(r"(\d+(?:\.\d+)?)% (?:CI|interval|band)")

# How the openings of chapters name an outcome whose interval excludes no difference.
NAMED = r"(?:, [^()]*?)? (?:in (more|fewer) patients|\((higher|lower|longer|shorter)) with (\w+)"
OPEN = re.compile(
    r"(?:The other|all) (\d+) (?:outcomes )?are open|(both) outcomes are open|(Whether the arms differ in)"
)


@dataclass(frozen=True)
class Reading:
    """What an opening says of an outcome: its word of direction, with which arm, and whether it only "may differ"."""

    direction: str
    arm: str
    may: bool


def page(run: Path, name: str) -> Path:
    return run / "html" / "notebooks" / f"{name}.html"


def texts(run: Path, name: str) -> list[str]:
    return [piece.text for piece in pieces(page(run, name))]


def of_cohort(run: Path, name: str) -> list[str]:
    """What a page says of the cohort: no word of the abstract, no claim and no printed count, whose level is their own."""
    said = [p for p in pieces(page(run, name)) if p.kind != "quote" and not of_printed_counts(p)]
    return [piece.text for piece in said if not CLAIM.search(piece.text)]


def printed_counts(run: Path) -> list[str]:
    """What the front page says in words of its patients of a hundred, by the counts that are printed."""
    return [piece.text for piece in pieces(page(run, "00_findings")) if of_printed_counts(piece)]


def levels(run: Path, name: str) -> list[str]:
    """The level of every interval of the cohort that a page names."""
    return [level for text in of_cohort(run, name) for level in LEVEL.findall(text)]


def headline_estimates(run: Path) -> dict[str, dict[str, str]]:
    """The primary contrast of each outcome at its latest visit."""
    found = [r for r in rows(run / "results.csv") if r["section"] != "baseline" and not r["arm"]]
    return {row["variable"]: row for row in found if row["role"] == "primary"}


def opening(run: Path, name: str) -> str:
    """The first sentences of a chapter on outcomes."""
    return next(p.text for p in pieces(page(run, name)) if p.kind == "sentence")


def readings(run: Path, book: Path) -> dict[str, Reading]:
    """Of each outcome that an opening names as one in which the arms differ, what it says."""
    outcomes = [v for v in Truth(run, book / "data").dictionary if v.role == "outcome"]
    found = {}
    for name in SECTIONS:
        differing = re.split(r"\. (?:The other|How large|With several|Whether)", opening(run, name))[0]
        doubtful = differing.find("may differ") if "may differ" in differing else len(differing)
        for variable in outcomes:
            if said := re.search(f"{re.escape(variable.label)}{NAMED}", differing):
                found[variable.name] = Reading(said[1] or said[2], said[3], said.start() > doubtful)
    return found


def how_many_open(run: Path, name: str) -> int:
    """How many outcomes an opening calls open."""
    said = OPEN.search(opening(run, name))
    if said is None:
        return 0
    return int(said[1]) if said[1] else 2 if said[2] else 1


def direction(row: dict[str, str]) -> str:
    """The word for the treated arm where the interval of a row excludes no difference; empty where it does not."""
    words = {"restricted_mean_difference": ("longer", "shorter"), "risk_difference": ("more", "fewer")}
    more, less = words.get(row["analysis"], ("higher", "lower"))
    return {1: more, 0: "", -1: less}[excludes(row)]


def shown_of(run: Path, label: str) -> list[str]:
    """Everything that the tables of the chapters on outcomes have of an outcome."""
    found = [p for name in SECTIONS for p in pieces(page(run, name)) if p.kind == "cell"]
    return [p.text for p in found if p.about.startswith(label)]
