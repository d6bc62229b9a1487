"""What was built, as a list for a terminal and as the strings of an index page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.outputs import Table

NONE_BUILT = "Nothing has been built here."
_KILO = 1000.0
_HEAD = ["Run", "Study", "Parameters", "Formats", "Built", "Size"]


@counts_only
@dataclass(frozen=True)
class Built:
    """One run or sweep: its name, its page if it has one, its study, how it was asked for, when, and its size."""

    name: str
    page: str
    title: str
    parameters: dict[str, str]
    formats: tuple[str, ...]
    built: str
    size: int
    private: bool


def shelf_table(found: Sequence[Built], label: str, caption: str) -> Table:
    """The runs, or the sweeps, as a table."""
    rows = [
        [one.name, one.title, _asked(one), _formats(one), one.built, size_text(one.size)] for one in found
    ]
    return Table(label=label, caption=caption, head=[_HEAD], rows=rows)


def shelf_lines(runs: Sequence[Built], sweeps: Sequence[Built]) -> str:
    """A line for each, its columns one below the other."""
    table = [[*row] for found in (runs, sweeps) for row in shelf_table(found, "", "").rows]
    if not table:
        return NONE_BUILT
    widths = [max(len(row[n]) for row in (*table, _HEAD)) for n in range(len(_HEAD))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in (_HEAD, *table))


def size_text(size: int) -> str:
    """Bytes as they are read: ``3.4 MB``."""
    for unit in ("kB", "MB"):
        size_in = size / _KILO
        if size_in < _KILO:
            return f"{w.number(size_in, 1)} {unit}"
        size = int(size_in)
    return f"{w.number(size / _KILO, 1)} GB"


def _asked(one: Built) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.parameters.items()) or "default"


def _formats(one: Built) -> str:
    return ", ".join(one.formats) or "tables"
