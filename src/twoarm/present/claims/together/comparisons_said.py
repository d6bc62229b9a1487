"""The published comparisons taken together: how many there are, and what chance alone gives among so many."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.together.comparisons import StatedComparison
from twoarm.present import wording as w
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.outputs import Markdown, Table, paragraph

_BELOW = {True: "yes", False: "no", None: "not known"}


def multiplicity(audit: Audit) -> Markdown:
    """One line, where there are several: their number, the chance of a false alarm, and the threshold that allows for it."""
    found = audit.comparisons
    if found is None or len(found.each) < 2:
        return Markdown("")
    n, limit, stated = len(found.each), w.exact(found.threshold), found.stated
    several = f", and {stated} or more in {w.percent_text(found.chance(stated))}" if stated > 1 else ""
    return paragraph(
        f"The abstract states a P for at least {n} comparisons of the arms, {stated} of them as significant. If the arms "
        f"were alike and the comparisons independent, {w.percent_text(found.chance(1))} of such studies would have at least "
        f"one P below {limit}{several}. {limit} divided by {n} is {w.significant(found.adjusted)} (Bonferroni)."
    )


def comparisons_table(audit: Audit) -> Table | None:
    """Each comparison against the threshold that allows for all of them; None where there are none to be taken together."""
    found = audit.comparisons
    if found is None or len(found.each) < 2:
        return None
    groups: dict[tuple, list[StatedComparison]] = {}
    for one in found.each:
        groups.setdefault((one.printed, one.ps, found.below(one)), []).append(one)
    rows = [
        [
            runs_of(audit, [one.claim.id for one in group]),
            _what(audit, group),
            printed,
            _ends(ps, found.threshold),
            _BELOW[below],
        ]
        for (printed, ps, below), group in groups.items()
    ]
    head = [
        ["Claims", "Of", "Printed", "P by the\nrecommended test", f"Below {w.significant(found.adjusted)}"]
    ]
    align = ["left", "left", "left", "right", "left"]
    caption = "The comparisons of the arms, all together."
    notes = [
        "Not known: of a P below 0.05 alone it is not printed how far below. Of units in patients P is that of patients, "
        "for every number of them that is possible; of two means that of Welch’s t test."
    ]
    return Table("tab-claim-comparisons", caption, head, rows, 1, align, notes, audit, result=3)


def _ends(ps: tuple[float, float] | None, limit: float) -> str:
    """One P, or from the smallest to the largest of those that are possible."""
    return w.solid(" to ".join(dict.fromkeys(w.p_text(p, limit) for p in ps))) if ps else "–"


def _what(audit: Audit, group: list[StatedComparison]) -> str:
    """What is compared."""
    named = dict.fromkeys(audit.named(one.claim) for one in group)
    return "; ".join(name for name in named if name not in {one.claim.id for one in group}) or "–"
