"""Results as a policy lets them be told: a reason in the place of those that would give a masked count back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twoarm.analysis.arms.improvement import Period
from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.told.means import coarse_means, means_behind, of_means
from twoarm.analysis.masking.digits import rounded, rounded_limit
from twoarm.analysis.masking.verdicts import Mask, Told, is_masked
from twoarm.analysis.registry.method import MonteCarlo
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import MASKED, Count, Masked, exact
from twoarm.methods.estimate import Estimate
from twoarm.study.disclosure.policy import Policy

# What is told where the number of patients is masked: a difference of means with its interval fits every number, because
# no deviation stands beside it. What is divided by a deviation, or made of the numbers alone, does not.
_FIT_ANY_SIZE = (
    Occasion.ALWAYS,
    Occasion.CHANGE,
    Occasion.WITHIN,
    Occasion.COURSE,
    Occasion.WEIGHTED,
    Occasion.EARLY,
    Occasion.LATE,
)


def told_results(mask: Mask, results: Iterable[Result]) -> list[Result]:
    """The results of a comparison as they are told."""
    if not mask.policy.coarse:
        return list(results)
    found = [_told(mask, r) for r in results]
    return [_without_family(r, mask) for r in found]


def told_estimate(mask: Mask, estimate: Estimate, null: float, told: bool) -> Estimate:
    """One estimate as it is told, or the reason why it is not."""
    sizes = _size(mask, 0, estimate.n_treated), _size(mask, 1, estimate.n_control)
    if not told:
        return masked_estimate(mask.policy, *sizes)
    return rounded_estimate(replace(estimate, n_treated=sizes[0], n_control=sizes[1]), mask.policy, null)


def masked_estimate(policy: Policy, n_treated: Count, n_control: Count) -> Estimate:
    """No number, and that a policy masks it."""
    return Estimate(None, n_treated=n_treated, n_control=n_control, reason=f"{MASKED}: {reason_of(policy)}")


def reason_of(policy: Policy) -> str:
    """Why a result is masked."""
    if policy.smallest:
        return f"fewer than {policy.min_count} patients in a group behind it"
    return f"fewer than {max(policy.min_count, 1)} patients, or none, in a group behind it"


def rounded_estimate(e: Estimate, policy: Policy, null: float) -> Estimate:
    """An estimate with no more digits than a policy lets it have."""
    d = policy.digits
    low, high = (rounded_limit(x, d, null) for x in (e.low, e.high))
    test = {"p_value": rounded(e.p_value, d), "statistic": rounded(e.statistic, d), "df": rounded(e.df, d)}
    return replace(e, value=rounded(e.value, d), low=low, high=high, **test)


def _told(mask: Mask, r: Result) -> Result:
    e, policy = r.estimate, mask.policy
    means = means_behind(mask, r)
    sizes = _size(mask, 0, e.n_treated), _size(mask, 1, e.n_control)
    unknown_size = is_masked(*sizes, *(n for _, n in means))
    shown = _is_told(mask, r, unknown_size) and not (unknown_size and r.apart)
    estimate = told_estimate(mask, e, r.null, shown)
    if estimate.statistic is not None and (unknown_size or not _tells_statistic(mask, r)):
        estimate = replace(estimate, statistic=None, df=None)
    if unknown_size and estimate.value is not None and (means or of_means(r)):
        estimate = coarse_means(mask, r, estimate, means)
    hidden = estimate.masked
    m, d = r.monte_carlo, policy.digits
    drawn = m and MonteCarlo(m.draws, rounded(m.p_error, d), rounded(m.limit_error, d))
    return replace(
        r,
        estimate=estimate,
        p_adjusted=None if estimate.p_value is None else rounded(r.p_adjusted, d),
        horizon=None if hidden else _horizon(mask, r),
        horizon_source="" if hidden else r.horizon_source,
        monte_carlo=None if hidden else drawn,
        pooled_sd=None if hidden or unknown_size else rounded(r.pooled_sd, d),
    )


def _tells_statistic(mask: Mask, r: Result) -> bool:
    """Whether a test statistic may stand beside P: not where only so much is told that many tables fit it.

    Its digits and those of P lie apart, so that both leave fewer tables than either. Degrees of freedom say how many
    patients there are, which is why none are told where that number is masked.
    """
    return mask.verdict(r.variable, r.visit).told is Told.ALL


def _horizon(mask: Mask, r: Result) -> float | None:
    """As it is where it is stated, or a place of the grid; where it is a patient's time, with the policy's digits."""
    if r.horizon is None or mask.policy.coarse_times or mask.study.variable(r.variable).tau is not None:
        return r.horizon
    return rounded(r.horizon, mask.policy.digits)


def _is_told(mask: Mask, r: Result, unknown_size: bool) -> bool:
    if r.method.when is Occasion.COMPLETE:
        # Beside the same analysis of all patients it would tell what those have who are left out.
        return False
    if r.variable == mask.study.spec.arms.column:  # the effective sizes of the arms
        return not unknown_size
    if r.method.when is Occasion.IMPORTANT:
        periods = (Period.IMPROVED, Period.IMPROVED_RELATIVE)
        return (
            all(mask.verdict(r.variable, r.visit, p).told is Told.ALL for p in periods) and not unknown_size
        )
    if r.method.single and mask.policy.coarse_times:
        return False
    verdict = mask.verdict(r.variable, r.visit)
    if r.method.when is Occasion.COURSE and verdict.levels is not None:
        visits = mask.study.visits_of(mask.study.variable(r.variable))
        return all(mask.verdict(r.variable, v.code).told is Told.ALL for v in visits) and not unknown_size
    main = r.method.role == "primary" and r.method.when is Occasion.ALWAYS
    fits = r.method.when in _FIT_ANY_SIZE and r.scale is Scale.UNIT
    return tells(mask, r.variable, r.visit, r.estimate, main=main, fits_any_size=fits)


def tells(
    mask: Mask, variable: str, visit: str, estimate: Estimate, *, main: bool, fits_any_size: bool
) -> bool:
    """Whether an analysis of a variable at a visit is told.

    Parameters
    ----------
    main : whether it is the one that is told where the levels of an outcome are not.
    fits_any_size : whether it is told beside a number of patients that is masked.
    """
    verdict, sizes = mask.verdict(variable, visit), (estimate.n_treated, estimate.n_control)
    if verdict.told is Told.NONE or any(_few(mask, n) for n in sizes):
        return False
    if verdict.told is Told.MAIN:
        return main
    unknown_size = is_masked(*(_size(mask, side, n) for side, n in enumerate(sizes)))
    return not unknown_size or (fits_any_size and verdict.levels is None)


def _few(mask: Mask, n: Count) -> bool:
    return n != 0 and mask.policy.small(exact(n))


def _size(mask: Mask, side: int, n: Count) -> Count:
    """Patients of an arm in an analysis; where none of the arm is in it, or it is told already, the number itself."""
    return n if isinstance(n, Masked) or not n else mask.sizes[side].of(n)


def _without_family(r: Result, mask: Mask) -> Result:
    """The adjusted P of a family with a masked member would bound the masked P: none of it is told."""
    members = next((m for m in mask.study.spec.families.values() if r.variable in m), ())
    if r.p_adjusted is None and r.method.when is not Occasion.FAMILY:
        return r
    if not any(map(mask.hides_primary, members)):
        return r
    if r.method.when is Occasion.FAMILY:
        sizes = r.estimate.n_treated, r.estimate.n_control
        return replace(r, estimate=masked_estimate(mask.policy, *sizes))
    return replace(r, p_adjusted=None)
