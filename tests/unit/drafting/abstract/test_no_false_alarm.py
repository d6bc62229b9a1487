"""Abstracts whose numbers are right, printed in many forms: the audit of their drafts calls nothing inconsistent."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from abstracts import drafted, inconsistent
from scipy import stats

from twoarm.analysis.claims.audit import findings
from twoarm.analysis.claims.kinds.argued import weakest
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import CLAIM

DRAWN = 60
ARMS = (
    "{n} patients received a stent and {m} a balloon (balloon group).",
    "Patients had a stent (n = {n}) or a balloon (n={m}).",
    "A total of {t} patients were divided into the stent group ({n} cases) and the balloon group ({m} cases).",
    "We randomised {t} patients to a stent (stent group, n={n}) or a balloon (balloon group, n={m}).",
    "{t} patients had 20 ml bupivacaine 0.5%: {n} with a stent (stent group), {m} with a balloon (balloon group).",
    "In {n} patients the fracture was treated with a stent and in {m} with a balloon.",
    "The {n} patients of the stent group and the {m} patients of the balloon group were alike.",
    "{t} eyes (one eye each) were included in the stent group ({n} eyes) or the balloon group ({m} eyes).",
)
COUNTS = (
    "Leakage occurred in {x}/{n} ({px}%) in the stent group and {y}/{m} ({py}%) in the balloon group ({p}).",
    "There were leaks in {x} ({px}%) and {y} ({py}%) patients, respectively ({p}).",
    "Leaks were seen in {x} of {n} patients ({px}%) after a stent versus {y} of {m} ({py}%) after a balloon ({p}).",
    "{x} patients ({px}%) in the stent group and {y} ({py}%) in the balloon group leaked ({p}).",
    "In the balloon group {y} patients ({py}%) leaked, in the stent group {x} ({px}%) ({p}).",
    "{x} patients in the stent group ({px}%) and {y} in the balloon group ({py}%) leaked ({p}).",
    "Leaks differed ({y} [{py}%] v {x} [{px}%]; {p}) in the balloon group compared with the stent group.",
    "The rate was {x}/{n} = {px}% in the stent group and {y}/{m} = {py}% in the balloon group ({p}).",
)
MEANS = (
    "Stay was {a} ± {sa} days in the stent group and {b} ± {sb} days in the balloon group ({p}).",
    "Mean (SD) stay was {a} ({sa}) vs {b} ({sb}) days ({p}).",
    "The stay of the balloon group was ({b}±{sb}) days, and that of the stent group was ({a}±{sa}) days, {p}.",
    "Stay was {a} (SD {sa}) and {b} (SD {sb}) days, respectively ({p}).",
    "Stay differed ({b} ± {sb} v {a} ± {sa} days; {p}) in the balloon group compared with the stent group.",
    "Stay was {a} ± {sa} in the stent group and {b} ± {sb} in the balloon group, a mean difference of {d} days ({p}).",
    "The stent and balloon groups had a stay of {a} ± {sa} and {b} ± {sb} days, respectively (difference {d}; {p}).",
)


def p_of(value: float, rng: random.Random) -> str:
    """A P as it may be printed: exact, or by a threshold."""
    if value < 0.001:
        return "P<0.001"
    exact = f"P={value:.3f}" if value < 0.1 else f"P = {value:.2f}"
    return rng.choice([exact, "P<0.05" if value < 0.05 else "P>0.05"])


def sizes(rng: random.Random) -> tuple[int, int]:
    return rng.randint(15, 140), rng.randint(15, 140)


def counted(rng: random.Random, n: int, m: int) -> str:
    x, y, digits = rng.randint(0, n), rng.randint(0, m), rng.choice([0, 1, 2])
    value = stats.fisher_exact([[x, n - x], [y, m - y]]).pvalue
    shown = {"px": f"{100 * x / n:.{digits}f}", "py": f"{100 * y / m:.{digits}f}"}
    return rng.choice(COUNTS).format(x=x, y=y, n=n, m=m, p=p_of(value, rng), **shown)


def measured(rng: random.Random, n: int, m: int) -> str:
    draw, digits = np.random.default_rng(rng.randint(0, 10**6)), rng.choice([0, 1, 2])
    first, second = draw.normal(50, 9, n), draw.normal(50 + rng.choice([0, 3, 9]), 12, m)
    value = stats.ttest_ind(first, second, equal_var=rng.random() < 0.5).pvalue
    apart = f"{float(f'{first.mean():.{digits}f}') - float(f'{second.mean():.{digits}f}'):.{digits}f}"
    names = {"a": first.mean(), "sa": first.std(ddof=1), "b": second.mean(), "sb": second.std(ddof=1)}
    return rng.choice(MEANS).format(
        d=apart, p=p_of(value, rng), **{k: f"{v:.{digits}f}" for k, v in names.items()}
    )


def abstract(rng: random.Random, *results: Callable[[random.Random, int, int], str]) -> tuple[str, int, int]:
    n, m = sizes(rng)
    methods = rng.choice(ARMS).format(n=n, m=m, t=n + m)
    said = " ".join(result(rng, n, m) for result in results)
    return (
        f"Objective: To compare both. Methods: {methods} Results: {said} Conclusion: A stent is an option.",
        n,
        m,
    )


@pytest.mark.parametrize("seed", range(DRAWN))
def test_right_numbers_are_never_called_inconsistent(seed):
    text, n, m = abstract(random.Random(seed), counted, measured, counted)
    draft = drafted(text)
    assert draft.arms.sizes == (n, m), text
    assert inconsistent(draft) == [], text
    assert draft.unread == (), text
    assert {"two_by_two", "two_means"} <= {claim.kind for claim in draft.claims}, text


@pytest.mark.parametrize("seed", range(DRAWN))
def test_a_p_on_the_other_side_is_found(seed):
    rng = random.Random(seed)
    n, m = 60, 62
    template = rng.choice(COUNTS)
    said = template.format(x=5, y=6, n=n, m=m, px="8.3", py="9.7", p="P<0.001")
    draft = drafted(
        f"Methods: {rng.choice(ARMS).format(n=n, m=m, t=n + m)} Results: {said} Conclusion: Good."
    )
    found = findings([CLAIM.validate_python(claim.as_entry()) for claim in draft.claims])
    assert weakest(finding.verdict for finding in found.values()) == Verdict.INCONSISTENT
