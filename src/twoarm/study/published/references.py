"""What a claim may name: claims above it, of the kind that is meant, questions of the file, outcomes of the cohort."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.published.argued import Conclusion
from twoarm.study.published.base import ClaimBase
from twoarm.study.published.counted import Count, Multiple, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import MeanSdRange, PrintedInterval, TwoMeans
from twoarm.study.rules import visit_problems
from twoarm.study.schema.kinds import Role
from twoarm.study.specification import StudySpec
from twoarm.suggestions import did_you_mean

_MEANT: dict[tuple[type, str], tuple[tuple[type, ...], str]] = {
    (TwoByTwo, "treated"): ((Count,), "a count"),
    (TwoByTwo, "control"): ((Count,), "a count"),
    (TwoByTwo, "units"): ((Multiple,), "of kind multiple"),
    (TwoMeans, "treated"): ((MeanSdRange,), "of kind mean_sd_range"),
    (TwoMeans, "control"): ((MeanSdRange,), "of kind mean_sd_range"),
    (PrintedInterval, "treated"): ((Count, MeanSdRange), "a count or a mean"),
    (PrintedInterval, "control"): ((Count, MeanSdRange), "a count or a mean"),
}


def values_of(claim: ClaimBase, fields: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The values of some fields, each by itself, without those that are not given."""
    for field in fields:
        value = getattr(claim, field)
        every = value if isinstance(value, tuple) else (value,)
        yield from ((field, one) for one in every if one is not None)


def reference_problems(claims: list[Claim], names: list[str], codes: Collection[str]) -> Iterator[Problem]:
    """Each name that stands for no claim above, or for one of another kind; each question that the file does not have."""
    above: dict[str, Claim] = {}
    for claim in claims:
        yield from unasked(f"{claim.id}, question", claim.question, codes)
        for field, name in values_of(claim, claim.refers_to):
            where = Place(at=f"{claim.id}, {field}")
            if name not in names:
                yield Problem(where, f"names an unknown claim, {name}")
            elif names.index(name) >= names.index(claim.id):
                yield Problem(where, f"names {name}, which does not stand above it")
            elif name in above:
                yield from _wrong_kind(claim, field, name, above)
        above[claim.id] = claim


def outcome_problems(
    claims: Iterable[Claim], spec: StudySpec, dictionary: Sequence[Variable]
) -> Iterator[Problem]:
    """Each variable that the dictionary does not have, or that nothing was measured in, and each visit that it has not."""
    measured = {v.name: v for v in dictionary if v.role not in (Role.ID, Role.ARM) and not v.is_key}
    for claim in claims:
        if claim.variable is None:
            continue
        if claim.variable not in measured:
            hint = did_you_mean(claim.variable, measured)
            yield Problem(
                Place("claims.yml", at=f"{claim.id}, variable"), "no outcome of dictionary.csv", hint
            )
        elif claim.visit is not None:
            where = Place("claims.yml", at=f"{claim.id}, visit")
            yield from visit_problems(spec, measured[claim.variable], claim.visit, where)


def unasked(where: str, question: str | None, codes: Collection[str]) -> Iterator[Problem]:
    """That something bears on a question that the file does not have."""
    if question is not None and question not in codes:
        yield Problem(Place(at=where), f"{question} is no code under questions", "add it there")


def _wrong_kind(claim: Claim, field: str, name: str, above: dict[str, Claim]) -> Iterator[Problem]:
    """A claim of another kind than is meant; units that are not the denominators; what belongs to another question."""
    where = Place(at=f"{claim.id}, {field}")
    kinds, words = _MEANT.get((type(claim), field), ((), ""))
    if kinds and not isinstance(above[name], kinds):
        yield Problem(where, f"names {name}, which is not {words}")
    elif isinstance(claim, TwoMeans) and getattr(above[name], "sd", None) is None:
        yield Problem(where, f"names {name}, which has no standard deviation")
    elif isinstance(claim, TwoByTwo) and field == "units":
        yield from _other_units(claim, name, above)
    elif isinstance(claim, Conclusion) and not _shares_question(claim, above[name]):
        rule = f"names {name}, which belongs to another question"
        yield Problem(where, rule, "take it out, or say under because why the conclusion rests on it")


def _shares_question(claim: Conclusion, named: Claim) -> bool:
    """Whether what a conclusion rests on is about what it concludes, or it says why it need not be."""
    return not claim.question or bool(claim.because) or named.question == claim.question


def _other_units(claim: TwoByTwo, name: str, above: dict[str, Claim]) -> Iterator[Problem]:
    multiple = above[name]
    counts = [above.get(count) for count in (claim.treated, claim.control)]
    denominators = tuple(count.of for count in counts if isinstance(count, Count))
    known = isinstance(multiple, Multiple) and len(denominators) == len(counts)
    if known and multiple.units != denominators:
        yield Problem(
            Place(at=f"{claim.id}, units"),
            f"names {name}, whose units are not the denominators of the two counts",
        )
