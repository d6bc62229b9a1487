"""The page of a comparison of two runs, as strings in the order in which they are read, and its summary in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.runs.both import RunDiff
from twoarm.analysis.runs.figures import Figures
from twoarm.faces import counts_only
from twoarm.present.outputs import Table
from twoarm.present.runs import tables as t
from twoarm.present.runs import words
from twoarm.present.runs.flips import Turned, turned_rows, turned_table
from twoarm.present.runs.labels import Labels, notices
from twoarm.present.runs.numbers import Reader
from twoarm.present.wording import counted, joined


@counts_only
@dataclass(frozen=True)
class Section:
    """Part of the page: what stands in sentences, and the tables beneath; of those that are long only the head is seen."""

    sentences: list[str]
    tables: list[Table]


@counts_only
@dataclass(frozen=True)
class Page:
    """Everything that the page shows, as strings."""

    title: str
    notices: list[str]
    headline: str
    runs: Table
    causes: Section
    flips: list[tuple[str, list[Turned]]]
    flip_tables: list[Table]
    no_flip: str
    moved: Section
    lone: list[Table]
    figures: Figures
    figures_sentence: str


def diff_page(diff: RunDiff) -> Page:
    """The page of a comparison."""
    reader = _reader_of(diff)
    turned = turned_rows(diff.flips, reader)
    cause_tables = [t.cause_table(kind, changes) for kind, changes in diff.causes.items()]
    told = [words.cause_sentence(diff.causes, diff.alike), words.commit_note(diff.causes)]
    return Page(
        title=f"{diff.a['run']} against {diff.b['run']}",
        notices=notices(diff.a, diff.b),
        headline=words.headline(diff.alike, turned, diff.tables),
        runs=t.run_table(diff.a, diff.b),
        causes=Section([s for s in told if s], cause_tables),
        flips=[(group.heading, rows) for group, rows in turned.items() if group.listed],
        flip_tables=[turned_table(group, rows) for group, rows in turned.items() if not group.listed],
        no_flip="" if turned else words.no_flip_sentence(diff.tables),
        moved=_moved(diff, reader),
        lone=[
            t.lone_table(table, side, reader)
            for table in diff.tables
            for side, rows in (("A", table.only_a), ("B", table.only_b))
            if rows
        ],
        figures=diff.figures,
        figures_sentence=words.figures_sentence(diff.figures.same, len(diff.figures.differing)),
    )


def _reader_of(diff: RunDiff) -> Reader:
    """How the numbers of two runs are shown: by the labels that they record."""
    return Reader(Labels(diff.a, diff.b), diff.alphas)


def _moved(diff: RunDiff, reader: Reader) -> Section:
    tolerance = words.tolerance_sentence(diff.tolerance.share, diff.tolerance.p_floor)
    levels = words.level_sentence(diff.tables)
    tables = [shown for table in diff.tables for shown in t.moved_tables(table, reader)]
    return Section([tolerance, *filter(None, [levels])], [t.count_table(diff.tables), *tables])


def diff_summary(diff: RunDiff) -> str:
    """A few lines for a terminal or a log."""
    moved = [
        f"{len(x.moved)} of {counted(len(x.pairs), 'row')} of {x.table.name}" for x in diff.tables if x.moved
    ]
    lone = [
        f"{len(x.only_a)} and {len(x.only_b)} of {x.table.name}" for x in diff.tables if x.only_a or x.only_b
    ]
    kinds = [f"{kind} ({_few([c.name for c in changes])})" for kind, changes in diff.causes.items()]
    turned = turned_rows(diff.flips, _reader_of(diff))
    lines = [
        f"A: {diff.a['run']}, B: {diff.b['run']}. {words.headline(diff.alike, turned, diff.tables)}",
        f"cause: {'; '.join(kinds) or ('nothing differs' if diff.alike else 'none is recorded')}",
        f"moved: {'; '.join(moved) or 'nothing'}",
        *filter(None, [words.level_sentence(diff.tables)]),
        *([f"only in A, only in B: {'; '.join(lone)}"] if lone else []),
    ]
    return "\n".join(lines)


def _few(names: list[str], most: int = 4) -> str:
    return joined(
        names[:most] if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    )
