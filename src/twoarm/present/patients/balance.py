"""How alike the arms were before treatment and after weighting, in words."""

from __future__ import annotations

from twoarm.analysis.comparison.balance import Characteristic
from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import wording as w
from twoarm.present.about.cohort import HOW_UNKNOWN
from twoarm.present.outputs import Markdown, paragraph
from twoarm.present.patients.left_out import left_out_sentences
from twoarm.study.design.allocation import Randomised
from twoarm.study.opened import Study


def characteristic_name(study: Study, one: Characteristic) -> str:
    """``Disability (ODI), before surgery``."""
    label = study.variable(one.variable).label
    return f"{label}, {study.visit(one.visit).label}" if one.visit else label


def _named(comparison: Comparison, one: Characteristic, value: float | None) -> str:
    """The characteristic with its difference, without a sign."""
    if one.separates:
        return f"{characteristic_name(comparison.study, one)} (completely)"
    size = w.smd_text(abs(value or 0.0), comparison.balance.limit)
    return f"{characteristic_name(comparison.study, one)} ({size})"


def balance_sentence(comparison: Comparison) -> Markdown:
    """How many characteristics lie beyond the limit, and what chance alone gives at these sizes."""
    balance = comparison.balance
    if not balance.before:
        return Markdown("")
    chance = (
        f"At these sizes the standard error of a standardised difference is {w.number(balance.standard_error, 2)}: chance "
        "alone gives differences of up to about twice that size."
    )
    if comparison.study.spec.randomised.by_chance:
        return paragraph(separated(comparison), chance, _exceeding(comparison))
    return paragraph(_apart(comparison), chance)


def unadjusted(comparison: Comparison) -> str:
    """A reminder beside results: how far apart the arms were before treatment; what separates them stands before those.

    Of arms that chance formed nothing: what differs then is chance, which intervals and P values take into account.
    """
    balance, stated = comparison.balance, comparison.study.spec.randomised
    if stated.by_chance or not balance.far:
        return ""
    far, total = len(balance.far), w.counted(len(balance.characteristics), "characteristic")
    unknown = HOW_UNKNOWN if stated is Randomised.UNKNOWN else ""
    apart = (
        f"Before treatment {far} of {total} lay at least {limit_text(comparison)} standard "
        f"deviations apart. No result above is adjusted for them{_own_values(comparison)}."
    )
    return " ".join(filter(None, (unknown, apart)))


def _own_values(comparison: Comparison) -> str:
    """The exception to that, where outcomes were measured before treatment."""
    measured = any(comparison.study.variable(r.variable).role == "outcome" for r in comparison.results)
    return ", except where an outcome is adjusted for its own value before treatment" if measured else ""


def weighting_sentence(comparison: Comparison) -> Markdown:
    """How far apart the arms remain under the weights, and how many patients they are then worth; empty without weights."""
    balance = comparison.balance
    # What tells the arms apart is said before: no weight makes it alike.
    after = [one for one in balance.after if one not in balance.separating]
    if not after:
        return Markdown("")
    first, name = after[0], characteristic_name(comparison.study, after[0])
    largest = w.smd_text(abs(first.smd_weighted or 0.0), balance.limit)
    remains = (
        f"Overlap weights make the arms {how_alike(balance.penalised)} on average: the largest standardised difference that "
        f"remains is {largest}{f' ({name})' if float(largest) else ''}."
    )
    if float(largest) and comparison.study.variable(first.variable).kind == "ordinal":
        alike = how_alike(balance.penalised)
        remains += f" The weights make the mean of its levels {alike}; the shares at each level may differ."
    out = left_out_sentences(comparison.study, comparison.left_out)
    said = out, remains, penalty(balance.penalised), _left_apart(comparison), _worth(comparison)
    return paragraph(*said)


def how_alike(penalised: bool | None) -> str:
    """How alike weights make the arms."""
    return "alike" if penalised is False else "nearly alike"


def penalty(penalised: bool | None) -> str:
    """Why no more than nearly; empty where they are alike."""
    if not penalised:
        return ""
    return (
        "One characteristic at least is so rare that it tells the arm of the patients who have it. The chances of the arms "
        "are therefore estimated with a penalty (Firth), under which the means come close to each other and are not equal."
    )


def _exceeding(comparison: Comparison) -> str:
    """Which characteristics differ by more than twice the standard error; said without a word of blame."""
    balance = comparison.balance
    known = w.counted(len(balance.before), "characteristic")
    far = [_named(comparison, one, one.smd) for one in balance.far]
    found = f"{len(far)} of {known}: {'; '.join(w.capped(far))}" if far else f"none of {known}"
    return f"Twice that size is reached by {found}.{_not_told(comparison)}"


def limit_text(comparison: Comparison) -> str:
    """The limit as it is stated, or as it is computed."""
    limit = comparison.balance.limit
    return w.number(limit, 2) if comparison.study.spec.randomised.by_chance else w.exact(limit)


def _apart(comparison: Comparison) -> str:
    balance = comparison.balance
    limit, total = limit_text(comparison), w.counted(len(balance.characteristics), "characteristic")
    far = [_named(comparison, one, one.smd) for one in balance.far]
    if not far:
        known = "No difference that is known" if _not_told(comparison) else "No difference"
        return f"{known} between the arms before treatment reaches {limit} standard deviations.{_not_told(comparison)}"
    lie = "lies" if len(far) == 1 else "lie"
    largest = f"{'; '.join(far)}" if len(far) == 1 else f"{far[0]} most"
    apart = f"{len(far)} {lie} at least {limit} standard deviations apart before treatment: {largest}"
    return f"{separated(comparison)} Of {total}, {apart}.{_not_told(comparison)}".strip()


def _not_told(comparison: Comparison) -> str:
    """Of how many characteristics the difference is masked or not known; empty where it is known of all."""
    balance = comparison.balance
    counts = {"masked": balance.masked, "not known": balance.unknown}
    said = w.joined([f"of {n} it is {why}" for why, n in counts.items() if n])
    return f" {w.capital(said)}." if said else ""


def separated(comparison: Comparison) -> str:
    """What tells the arms apart in every patient, before anything else."""
    found = [characteristic_name(comparison.study, one) for one in comparison.balance.separating]
    if not found:
        return ""
    tells = "tells" if len(found) == 1 else "tell"
    return (
        f"{w.listed(found)} {tells} the arms apart in every patient: whatever differs between them may be due to that, and "
        "no analysis can adjust for it."
    )


def _left_apart(comparison: Comparison) -> str:
    """What the weights do not balance; the largest has been said."""
    limit = limit_text(comparison)
    far = [_named(comparison, one, one.smd_weighted) for one in comparison.balance.far_weighted]
    if len(far) < 2:
        return ""
    return f"After weighting {len(far)} still lie at least {limit} standard deviations apart: {'; '.join(w.capped(far))}."


def _worth(comparison: Comparison) -> str:
    """The effective sample sizes, which results.csv holds for each arm."""
    arms = comparison.study.arms
    sizes = {r.arm: r.estimate for r in comparison.effective}
    if any(arm.level not in sizes or sizes[arm.level].masked for arm in arms):
        return ""
    (treated, e), (control, f) = ((arm.label, sizes[arm.level]) for arm in arms)
    return (
        f"{w.counted(e.n_treated, 'patient')} with {treated} then say as much as {w.number(e.value or 0.0, 1)} without "
        f"weights, {f.n_control} with {control} as much as {w.number(f.value or 0.0, 1)}."
    )
