"""What a comparison of two runs comes to, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from twoarm.analysis.run_causes import ALTERED, CODE, Change
from twoarm.analysis.run_difference import TableDifference
from twoarm.present import wording as w
from twoarm.present.diff_tables import CAUSE_NAMES

Causes = Mapping[str, list[Change]]
NO_CAUSE = (
    "No cause is recorded: data, parameters, code and versions are the same in both runs, and yet results differ. "
    "Another processor or another library beneath may be behind it, or chance that no seed holds."
)
ALL_THE_SAME = "Data, parameters, code and versions are the same in both runs."


def headline(alike: bool, flipped: int) -> str:
    """The answer in one sentence."""
    if alike:
        return "The two runs are alike: no conclusion flipped and no number moved beyond the tolerance."
    if not flipped:
        return "The two runs differ; no conclusion flipped."
    return f"The two runs differ, and {w.counted(flipped, 'conclusion')} flipped."


def cause_sentence(found: Causes, alike: bool) -> str:
    """Every kind of cause that differs; that none does; that none explains what moved."""
    if not found:
        return ALL_THE_SAME if alike else NO_CAUSE
    names = [CAUSE_NAMES[kind].lower() for kind in found if kind != ALTERED]
    verb = "differs" if names == [CAUSE_NAMES[CODE].lower()] else "differ"
    told = [f"{w.capital(w.joined(names))} {verb} between the runs"] if names else []
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
        f"Numbers count as alike where they differ by at most {w.exact(share)} of the larger of their magnitude and the "
        f"width of their interval (of a summary: the standard deviation; of a P value: {w.exact(p_floor)}). Counts and "
        "texts are compared exactly."
    )


def counts_sentence(difference: TableDifference) -> str:
    """``289 rows in both, 3 moved; 2 only in A``."""
    parts = [f"{w.counted(len(difference.pairs), 'row')} in both, {len(difference.moved)} moved"]
    for side, rows in (("A", difference.only_a), ("B", difference.only_b)):
        parts += [f"{len(rows)} only in {side}"] if rows else []
    return "; ".join(parts)


def figures_sentence(same: int, differing: int) -> str:
    """How many figures are the same pictures."""
    if not same + differing:
        return "No figure is in both runs."
    verb = "is" if same == 1 else "are"
    return f"{w.counted(same, 'figure')} {verb} the same picture in both runs; {differing} differ{'s' * (differing == 1)}."
