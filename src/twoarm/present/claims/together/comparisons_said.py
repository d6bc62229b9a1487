"""The published comparisons taken together: how many there are, and what chance alone gives among so many."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.together.comparisons import Comparisons, StatedComparison
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph


def multiplicity(audit: Audit) -> Markdown:
    """Where there are several: how many, the chance of a false alarm, and which pass a threshold that allows for all."""
    found = audit.comparisons
    if found is None or len(found.each) < 2:
        return Markdown("")
    n, limit, stated = len(found.each), w.exact(found.threshold), found.stated
    several = f", {w.percent_text(found.chance(stated))} {stated} or more" if stated > 1 else ""
    return paragraph(
        f"At least {n} comparisons of the arms have a P, {stated} of them called significant. Were the arms alike and {n} "
        f"outcomes independent, {w.percent_text(found.chance(1))} of studies would have a P below {limit}{several}.",
        _adjusted(audit, found),
    )


def _adjusted(audit: Audit, found: Comparisons) -> str:
    """Of those called significant, which lie below the threshold divided by their number, and of which it is not known."""
    stated = [one for one in found.each if one.stated]
    under, over, open_ = (
        _names(audit, [one for one in stated if found.below(one) is side]) for side in (True, False, None)
    )
    said = [f"below it lies {under}" * bool(under), f"above it stays {over}" * bool(over)]
    said = [*filter(None, said), *([f"of {open_} that is not known"] if open_ else [])]
    lead = f"The threshold that allows for all of them is {w.significant(found.adjusted)} (Bonferroni)"
    return f"{lead}: {'; '.join(said)}." if said else f"{lead}."


def _names(audit: Audit, each: list[StatedComparison]) -> str:
    return w.joined(list(dict.fromkeys(audit.named(one.claim) for one in each)))
