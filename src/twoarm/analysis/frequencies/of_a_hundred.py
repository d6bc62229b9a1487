"""An event in either arm as patients of a hundred, with the difference and its interval: of printed counts, of a cohort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.effects import DIFFERENCE
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.frequencies.whole_patients import HUNDRED, whole_patients
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.study.opened import Study
from twoarm.study.published.counted import SampleSize, TwoByTwo
from twoarm.study.schema.kinds import Kind
from twoarm.tables.columns import Row, RowsByTable
from twoarm.tables.patients import FREQUENCIES

_Observed = tuple[tuple[int, int], tuple[int, int]]  # events and patients, treated first


@counts_only
@dataclass(frozen=True)
class Frequency:
    """One event.

    Attributes
    ----------
    event : what it is called. claim : the id of the published statement; empty of a cohort.
    section, variable, visit : of a cohort; the variable of a statement too, where it names one.
    labels : of the arms, in the order of the counts. observed : events and patients of either arm.
    treated, control : patients of a hundred. low, high : limits of the difference of the shares, in [-1, 1].
    """

    event: str
    labels: tuple[str, str]
    observed: _Observed
    treated: int
    control: int
    low: float
    high: float
    conf_level: float
    claim: str = ""
    section: str = ""
    variable: str = ""
    visit: str = ""

    @property
    def difference(self) -> int:
        """Treated minus control, as a reader counts it."""
        return self.treated - self.control

    def row(self) -> Row:
        """The row of frequencies.csv."""
        place = {"claim": self.claim, "section": self.section, "variable": self.variable, "visit": self.visit}
        counted = {"treated": self.treated, "control": self.control, "difference": self.difference}
        return {**place, **counted, "low": self.low, "high": self.high, "conf_level": self.conf_level}


@counts_only
@dataclass(frozen=True)
class Frequencies:
    """Events of one kind of truth: all printed, or all of the study's own patients."""

    study: Study
    each: tuple[Frequency, ...]
    published: bool

    def rows(self) -> RowsByTable:
        """The rows of frequencies.csv."""
        return {FREQUENCIES.name: [one.row() for one in self.each]}


def natural_frequencies(claims: Audit | None, sections: Sequence[Comparison] = ()) -> list[Frequencies]:
    """The events of an abstract and those of a cohort, apart; neither where it has none.

    Parameters
    ----------
    claims : as `audit_study` gives them. Counts of units that lie in patients, or of more than an arm has, are left out.
    sections : as `compare_all` gives them, of patients who are real. What a policy masks is left out.
    """
    printed = (_of_claims(claims),) if claims is not None else ()
    own = (_of_cohort(sections),) if sections else ()
    return [found for found in (*printed, *own) if found is not None and found.each]


def _of_claims(audit: Audit) -> Frequencies | None:
    if audit.study is None:
        return None
    asked = [claim for answer in audit.foremost for claim in answer.deciding]
    tested = sorted(
        audit.tested, key=lambda claim: claim not in asked
    )  # those of the front page's questions first
    return Frequencies(audit.study, _known(_of_claim(audit, claim) for claim in tested), published=True)


def _of_claim(audit: Audit, claim: TwoByTwo) -> Frequency | None:
    treated, control = audit.counts(claim)
    found = audit.effect(claim, DIFFERENCE)
    sizes = treated.of, control.of
    if claim.units or found is None or not _patients(audit, sizes):
        return None
    observed = (treated.events, treated.of), (control.events, control.of)
    pair = whole_patients(*(HUNDRED * events / of for events, of in observed))
    if pair is None:
        return None
    interval = *found[1:], 1 - audit.threshold(claim)
    place = {"claim": claim.id, "variable": claim.variable or ""}
    return Frequency(audit.named(claim), audit.sides(claim), observed, *pair, *interval, **place)


def _patients(audit: Audit, sizes: tuple[int, int]) -> bool:
    """Whether the groups have so many patients, as far as their sizes are printed: of more something else is counted."""
    groups = [claim.groups for claim in audit.of_kind(SampleSize) if len(claim.groups) == len(sizes)]
    return all(of <= size for one in groups for of, size in zip(sorted(sizes), sorted(one), strict=True))


def _of_cohort(sections: Sequence[Comparison]) -> Frequencies:
    study = sections[0].study
    name = study.spec.primary_outcome.variable
    found = [(comparison, result) for comparison in sections for result in comparison.headline]
    found.sort(key=lambda pair: pair[1].variable != name)
    return Frequencies(study, _known(_of_result(*pair) for pair in found), published=False)


def _of_result(comparison: Comparison, result: Result) -> Frequency | None:
    """None of another kind of outcome, and where its counts or its interval are not told."""
    study, e = comparison.study, result.estimate
    variable = study.variable(result.variable)
    if variable.kind != Kind.BINARY or variable.in_units or result.scale is not Scale.PROPORTION:
        return None
    observed = list(_told(comparison, result))
    if len(observed) != 2 or e.low is None or e.high is None or e.conf_level is None:
        return None
    pair = whole_patients(*(HUNDRED * count / n for count, n in observed))
    if pair is None:
        return None
    labels = study.treated.label, study.control.label
    interval = e.low, e.high, e.conf_level
    place = {"section": result.section, "variable": result.variable, "visit": result.visit}
    return Frequency(variable.label, labels, (observed[0], observed[1]), *pair, *interval, **place)


def _told(comparison: Comparison, result: Result) -> Iterator[tuple[int, int]]:
    """Events and patients of each arm as they are told; nothing of an arm whose count is masked."""
    for arm in comparison.study.arms:
        for row in comparison.summary(result.variable, arm.level, result.visit)[:1]:
            if isinstance(row.count, int) and isinstance(row.n, int) and row.n:
                yield row.count, row.n


def _known(found: Iterable[Frequency | None]) -> tuple[Frequency, ...]:
    return tuple(one for one in found if one is not None)
