"""Runs of the shipped study with other parameters or other data, and what is read of them."""

from __future__ import annotations

import re
from pathlib import Path

from reading import CLAIM, Truth, pieces, rows

COHORT = ("00_findings", "01_methods", "02_perioperative", "03_follow_up", "04_imaging", "06_sensitivity")

SECTIONS = COHORT[2:5]

LEVEL = re.compile(r"(\d+(?:\.\d+)?)% (?:CI|interval|band)")

EXCLUDES = "every difference in the interval lies on that side"

INCLUDES = "The data fit a difference in either direction."


def page(run: Path, name: str) -> Path:
    return run / "html" / "notebooks" / f"{name}.html"


def texts(run: Path, name: str) -> list[str]:
    return [piece.text for piece in pieces(page(run, name))]


def levels(run: Path, name: str) -> list[str]:
    """The level of every interval of the cohort that a page names: a claim has that of its own threshold."""
    return [level for text in texts(run, name) if not CLAIM.search(text) for level in LEVEL.findall(text)]


def headline_estimates(run: Path) -> dict[str, dict[str, str]]:
    """The primary contrast of each outcome at its latest visit."""
    found = [r for r in rows(run / "results.csv") if r["section"] != "baseline" and not r["arm"]]
    return {row["variable"]: row for row in found if row["role"] == "primary"}


def readings(run: Path, book: Path) -> dict[str, str]:
    """The paragraph of each outcome."""
    labels = {f"{v.label}.": v.name for v in Truth(run, book / "data").dictionary if v.role == "outcome"}
    found = {}
    for name in SECTIONS:
        for piece in pieces(page(run, name)):
            for label, variable in labels.items():
                if piece.kind == "sentence" and piece.text.startswith(label):
                    found[variable] = piece.text
    return found
