"""What a comparison of two runs comes to, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twoarm.analysis.runs.causes import ALTERED, CODE, UNTOLD, Change
from twoarm.analysis.runs.difference import TableDifference
from twoarm.present import wording as w
from twoarm.present.runs.flips import Group, Turned
from twoarm.present.runs.tables import CAUSE_NAMES
from twoarm.tables.columns import LEVEL
from twoarm.tables.every import OF_NO_RESULT

Causes = Mapping[str, list[Change]]
_FEW = 5  # so many names a sentence holds
NO_CAUSE = (
    "No cause is recorded: data, parameters, code and versions are the same in both runs, and yet results differ. "
    "Another processor or another library beneath may be behind it, or chance that no seed holds."
)
CANNOT_TELL = (
    "whether the tables of the patients are the same cannot be told: the runs mark them with two keys, or one of them "
    "with none"
)
ALL_THE_SAME = "Data, parameters, code and versions are the same in both runs."


def headline(alike: bool, turned: Mapping[Group, list[Turned]], tables: Sequence[TableDifference]) -> str:
    """The answer in one or two sentences."""
    if alike:
        return "The two runs are alike: no conclusion flipped and no number moved beyond the tolerance."
    if not _share_a_result(tables):
        return (
            "The two runs have no row in common, so that no conclusion of one can be held against the other."
        )
    lone = sum(len(table.only_a) + len(table.only_b) for table in tables)
    rest = f" {w.counted(lone, 'row')} can be found in one run only." if lone else ""
    if not turned:
        return f"The two runs differ; no conclusion that both have flipped.{rest}"
    counts = w.joined([_counted(group, rows) for group, rows in turned.items()])
    return f"The two runs differ. Conclusions flipped: {counts}.{rest}"


def _share_a_result(tables: Sequence[TableDifference]) -> bool:
    return any(
        table.pairs for table in tables if table.table.name not in [none.name for none in OF_NO_RESULT]
    )


def no_flip_sentence(tables: Sequence[TableDifference]) -> str:
    """That nothing flipped, of the rows that both runs have; that there is none."""
    if not _share_a_result(tables):
        return "The two runs have no row in common."
    return "None: every P value, interval, verdict and estimate that both runs have leads to the same conclusion."


def _counted(group: Group, rows: list[Turned]) -> str:
    """``1 primary result (Operation time)``, ``18 other results``."""
    names = list(dict.fromkeys(row.name for row in rows))
    named = f" ({w.joined(names)})" if group.listed and len(names) <= _FEW else ""
    return f"{w.counted(len(rows), group.one)}{named}"


def cause_sentence(found: Causes, alike: bool) -> str:
    """Every kind of cause that differs; that none does; that none explains what moved."""
    if not found:
        return ALL_THE_SAME if alike else NO_CAUSE
    names = [CAUSE_NAMES[kind].lower() for kind in found if kind not in (ALTERED, UNTOLD)]
    verb = "differs" if names == [CAUSE_NAMES[CODE].lower()] else "differ"
    told = [f"{w.capital(w.joined(names))} {verb} between the runs"] if names else []
    told += [CANNOT_TELL] if UNTOLD in found else []
    told += ["a file of a run is not the one that the run published"] if ALTERED in found else []
    if alike:
        rest = "no result moved beyond the tolerance"
    elif len(found) > 1:
        rest = "each may have a part in what moved"
    else:
        rest = "nothing else that the runs record does" if names else "nothing that the runs record differs"
    return w.capital(f"{'; '.join([*told, rest])}.")


def commit_note(found: Causes) -> str:
    """That a commit alone changed no file of the code; empty where one did."""
    if [change.name for change in found.get(CODE, [])] != ["commit"]:
        return ""
    return "Only the commit differs: the files of the package and of the pages are the same, byte for byte."


def tolerance_sentence(share: float, p_floor: float) -> str:
    """What counts as alike."""
    if not share:
        return "Numbers count as alike only where they are the same, to the last digit."
    return (
        f"Numbers count as alike where they differ by at most {w.share_text(share)} of the larger of their magnitude and "
        f"the width of their interval (of a summary: the standard deviation; of a P value: {w.exact(p_floor)}). Counts and "
        "texts are compared exactly."
    )


def level_sentence(tables: Sequence[TableDifference]) -> str:
    """That intervals of different levels were not held against each other; empty where all are of one level."""
    pairs = [pair for table in tables for pair in table.relevelled]
    if not pairs:
        return ""
    levels = dict.fromkeys((w.level_text(p.a[LEVEL]), w.level_text(p.b[LEVEL])) for p in pairs)
    told = "; ".join(f"{a} in A, {b} in B" for a, b in levels)
    return (
        f"The intervals of {w.counted(len(pairs), 'row')} are of another level ({told}). That is a change of a parameter, "
        "so their limits are not compared; on which side of no difference they lie is."
    )


def figures_sentence(same: int, differing: int) -> str:
    """How many figures are the same pictures."""
    if not same + differing:
        return "No figure is in both runs."
    verb = "is" if same == 1 else "are"
    return f"{w.counted(same, 'figure')} {verb} the same picture in both runs; {differing} differ{'s' * (differing == 1)}."
