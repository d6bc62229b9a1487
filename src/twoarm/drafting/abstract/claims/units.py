"""Denominators that are a whole multiple of the arms: units counted several to a patient."""

from __future__ import annotations

from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted


def units_of(claims: list[Drafted], context: Context) -> list[Drafted]:
    """The claims with one of kind `multiple` before each test of two counts whose denominators are such a multiple."""
    made: list[Drafted] = []
    known: dict[tuple[int, int], Drafted] = {}
    for claim in claims:
        if claim.kind == "two_by_two" and (each := _each(claim, context)):
            units = claim.fields["treated"].fields["of"], claim.fields["control"].fields["of"]
            if units not in known:
                fields = {"each": each, "patients": list(context.arms.sizes), "units": list(units)}
                known[units] = Drafted(
                    "multiple", claim.sentence, fields, [], "denominators", ["how many units a patient has"]
                )
                made.append(known[units])
            claim.fields["units"] = known[units]
        made.append(claim)
    return made


def _each(claim: Drafted, context: Context) -> int:
    """How many units each patient has, the same number in both arms; 0 where that is none."""
    given = [claim.fields[side].fields["of"] for side in ("treated", "control")]
    factors = {of // n if of % n == 0 else 0 for of, n in zip(given, context.arms.sizes, strict=True)}
    return factors.pop() if len(factors) == 1 and max(factors) > 1 else 0
