"""Masked counts that the published tables give back: sums of counts narrow what a masked one can be."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from twoarm.errors import Place, Problem
from twoarm.faces import counts_only
from twoarm.study.disclosure.policy import Policy
from twoarm.study.opened import Study
from twoarm.tables.columns import Row
from twoarm.tables.outcomes import COURSES, SUMMARIES
from twoarm.tables.patients import FLOW, FREQUENCIES

Counted = tuple[str, ...]  # what is counted, of which variable, visit, arm and level
_RANGE = re.compile(r"(\d+) to (\d+)")


@counts_only
@dataclass
class _Counts:
    """What each count can be, and which counts add up to which."""

    bounds: dict[Counted, tuple[float, float]] = field(default_factory=dict)
    sums: list[tuple[tuple[Counted, ...], Counted]] = field(default_factory=list)
    masked: defaultdict[Counted, set[str]] = field(default_factory=lambda: defaultdict(set))

    def know(self, cell: Counted, low: float, high: float) -> bool:
        """Narrow a count; whether that said anything new. What contradicts is left: it gives nothing away."""
        before = self.bounds.get(cell, (0.0, float("inf")))
        narrowed = max(before[0], low), min(before[1], high)
        if (narrowed == before and cell in self.bounds) or narrowed[0] > narrowed[1]:
            return False
        self.bounds[cell] = narrowed
        return True

    def narrow(self) -> None:
        """Until no sum says anything new."""
        while any(self._narrowed(parts, whole) for parts, whole in self.sums):
            pass

    def _narrowed(self, parts: tuple[Counted, ...], whole: Counted) -> bool:
        lows, highs = zip(*(self.bounds.get(part, (0.0, float("inf"))) for part in parts), strict=True)
        new = self.know(whole, sum(lows), sum(highs))
        low, high = self.bounds.get(whole, (0.0, float("inf")))
        for part, least, most in zip(parts, lows, highs, strict=True):
            if sum(highs) < float("inf"):
                new |= self.know(part, low - (sum(highs) - most), high)
            new |= self.know(part, 0.0, high - (sum(lows) - least))
        return new


def recomputable(folder: Path, study: Study) -> list[Problem]:
    """The tables with a masked count that other counts leave fewer values than the policy masks."""
    policy = study.spec.policy
    counts = _Counts()
    levels = {v.name: len(v.levels) for v in study.dictionary}
    for name in (SUMMARIES.file, FLOW.file, COURSES.file):
        _read(name, folder, policy, counts)
    _read_frequencies(folder, study, counts)
    overall = [Problem(Place(at=SUMMARIES.file), problem) for problem in _beyond_the_arms(folder)]
    _add_levels(counts, levels)
    counts.narrow()
    told = Counter(
        file
        for cell, files in counts.masked.items()
        if counts.bounds[cell][1] - counts.bounds[cell][0] < policy.largest - policy.smallest
        for file in files
    )
    found = (
        Problem(Place(at=file), f"{_masked(n)} can be computed from what is shown")
        for file, n in sorted(told.items())
    )
    return [*found, *overall]


def _beyond_the_arms(folder: Path) -> Iterator[str]:
    """That the counts of both arms together are no sums of what is shown of each, which alone tell nothing more."""
    rows = list(_rows(folder / SUMMARIES.file))
    of_arms: defaultdict[Counted, list[Row]] = defaultdict(list)
    for row in rows:
        if row["arm"]:
            of_arms[row["section"], row["variable"], row["visit"], row["level"]].append(row)
    for row in (r for r in rows if not r["arm"]):
        parts = of_arms[row["section"], row["variable"], row["visit"], row["level"]]
        for name in ("n", "missing", "count"):
            shown = [part[name] or "" for part in parts]
            if row[name].isdecimal() and not _is_sum(int(row[name]), shown):
                yield f"{name} of both arms together tells more than those of the arms"


def _is_sum(total: int, shown: list[str]) -> bool:
    return all(text.isdecimal() for text in shown) and total == sum(map(int, shown))


def _masked(count: int) -> str:
    return "a masked count" if count == 1 else f"{count} masked counts"


def _read(name: str, folder: Path, policy: Policy, counts: _Counts) -> None:
    for row in (r for r in _rows(folder / name) if r["arm"]):
        place = (row["variable"], row["visit"], row["arm"])
        # A change between visits is known of fewer patients than its last value.
        level = row.get("level") or ""
        known = ("n", *place, "" if row.get("count") else level)
        _take(counts, known, row.get("n"), policy, name)
        if "missing" in row:
            lacking = ("missing", *known[1:])
            _take(counts, lacking, row["missing"], policy, name)
            counts.sums.append(((known, lacking), ("size", row["arm"])))
        if row.get("count"):
            part = ("count", *place, level)
            _take(counts, part, row["count"], policy, name)
            _take_percentage(counts, part, known, row)


def _read_frequencies(folder: Path, study: Study, counts: _Counts) -> None:
    """Whole patients of a hundred lie beside the share that was told."""
    off = study.spec.policy.rounding // 2
    for row in (r for r in _rows(folder / FREQUENCIES.file) if not r["claim"]):
        name, visit, level = row["variable"], row["visit"], study.variable(row["variable"]).labels[1]
        for side, arm in zip(("treated", "control"), study.arms, strict=True):
            low, high = counts.bounds.get(("n", name, visit, arm.level, ""), (0.0, float("inf")))
            least, most = max(int(row[side]) - 1, 0), min(int(row[side]) + 1, 100)
            part = ("count", name, visit, arm.level, level)
            counts.know(part, _up(least * low / 100 - off), _down(most * high / 100 + off))


def _rows(path: Path) -> Iterator[Row]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _take(counts: _Counts, cell: Counted, text: str | None, policy: Policy, file: str) -> None:
    """What a cell says of a count; one that is masked is kept in mind."""
    if not text:
        return
    if text == policy.word:
        counts.masked[cell].add(file)
        counts.know(cell, policy.smallest, policy.largest)
    elif found := _RANGE.fullmatch(text):
        counts.masked[cell].add(file)
        counts.know(cell, int(found[1]), int(found[2]))
    elif text.isdecimal():
        off = policy.rounding // 2
        counts.know(cell, int(text) - off, int(text) + off)


def _take_percentage(counts: _Counts, part: Counted, whole: Counted, row: Row) -> None:
    """A percentage gives a count back, to within the last digit that it shows."""
    try:
        percent = float(row.get("percent") or "")
    except ValueError:
        return
    off = 0.5 * 10 ** -len((row["percent"] or "").partition(".")[2])
    low, high = counts.bounds.get(whole, (0.0, float("inf")))
    counts.know(part, _up((percent - off) * low / 100), _down((percent + off) * high / 100))


def _up(value: float) -> float:
    return max(-(-value // 1), 0.0)


def _down(value: float) -> float:
    return value // 1


def _add_levels(counts: _Counts, levels: dict[str, int]) -> None:
    """The levels of a variable add up to the patients with a value, where each of them has a row."""
    of_place: defaultdict[Counted, list[Counted]] = defaultdict(list)
    for cell in counts.bounds:
        if cell[0] == "count":
            of_place[cell[1:4]].append(cell)
    for place, cells in of_place.items():
        if len(cells) == levels.get(place[0]):
            counts.sums.append((tuple(cells), ("n", *place, "")))
