"""The audit of published claims: statistics and a verdict for each, from the printed numbers alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from twoarm.analysis.claims.division import Division, division
from twoarm.analysis.claims.effects import DIFFERENCE, Effect
from twoarm.analysis.claims.finding import Finding, Statistic
from twoarm.analysis.claims.kinds.bare_p import BY_MARGIN
from twoarm.analysis.claims.rules import finding_of
from twoarm.analysis.claims.together.comparisons import Compared, Comparisons, compares, comparisons
from twoarm.analysis.claims.together.questions import AnsweredQuestion, answers, foremost
from twoarm.analysis.claims.together.remarks import Remark, remarks
from twoarm.analysis.claims.together.sentences import AuditedSentence, audited_sentences
from twoarm.faces import counts_only
from twoarm.study.design.allocation import Randomised
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.published.argued import NotReported, Question, Reported
from twoarm.study.published.counted import Count, Multiple, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP
from twoarm.tables.columns import Row, RowsByTable

Kind = TypeVar("Kind", bound=Claim)
Interval = tuple[float, float, float]  # an estimate and its limits


@counts_only
@dataclass(frozen=True)
class ClaimRow:
    """One row of `claims.csv`."""

    id: str
    part: str
    quote: str
    statistic: str
    published: str
    recomputed: float | None
    significant: bool | None
    verdict: str
    method: str
    source: str = ""
    unit: str = ""


@counts_only
@dataclass(frozen=True)
class Audit:
    """The claims of a study, what is found of each, and what is not reported at all."""

    claims: tuple[Claim, ...]
    findings: dict[str, Finding]
    not_reported: tuple[NotReported, ...] = ()
    study: Study | None = None
    questions: tuple[Question, ...] = ()
    reported: tuple[Reported, ...] = ()

    @cached_property
    def answers(self) -> list[AnsweredQuestion]:
        """The clinical questions with their verdicts."""
        return answers(self.questions, self.claims, self.findings)

    @cached_property
    def remarks(self) -> list[Remark]:
        """What the conclusions say beyond the results behind them."""
        randomised = self.study.spec.randomised if self.study else Randomised.UNKNOWN
        return remarks(self.claims, self.findings, self.questions, randomised)

    @cached_property
    def abstract(self) -> list[list[AuditedSentence]]:
        """The abstract by paragraph and sentence, each with its claims."""
        return audited_sentences(self.study.abstract if self.study else (), self.claims, self.findings)

    @property
    def foremost(self) -> list[AnsweredQuestion]:
        """The questions of the front page: see `foremost`."""
        return foremost(self.answers, self.compared)

    @cached_property
    def compared(self) -> list[Compared]:
        """The claims that compare the arms with each other."""
        return [claim for claim in self.claims if compares(claim)]

    @cached_property
    def tested(self) -> list[TwoByTwo]:
        """The statements about P on two counts that can be tested: their counts are possible."""
        return [claim for claim in self.of_kind(TwoByTwo) if self.effect(claim, DIFFERENCE)]

    def outcome(self, claim: Claim) -> Variable | None:
        """The outcome of the cohort that a claim names; None where there is none."""
        outcomes = self.study.dictionary if self.study else ()
        return next((variable for variable in outcomes if variable.name == claim.variable), None)

    def named(self, claim: Claim) -> str:
        """What a claim is about: its part, else the outcome that it names, the code of its question, or its id."""
        outcome = self.outcome(claim)
        return claim.part or (outcome.label if outcome else "") or claim.question or claim.id

    def treated_label(self, claim: BareP) -> str:
        """What the arm that a statement names first is called; the study's control arm if its size is that one's.

        The arms of a study may be exchanged while its abstract, and what is claimed of it, stays as it is.
        """
        return self.labels(claim.n)[0] if self.study else ""

    def sides(self, claim: TwoByTwo) -> tuple[str, str]:
        """What the arms of two counts are called, in the order of the counts."""
        each = self.units(claim).each if claim.units else 1
        return self.labels(tuple(count.of // each for count in self.counts(claim)))

    def labels(self, n: tuple[int, ...]) -> tuple[str, str]:
        """What the arms of these sizes are called, in their order; the study's own order where the sizes do not tell."""
        if self.study is None:
            return "treated", "control"
        first, second = self.study.arms
        sizes = self.study.size(first.level), self.study.size(second.level)
        exchanged = sizes[0] != sizes[1] and n == sizes[::-1]
        return (second.label, first.label) if exchanged else (first.label, second.label)

    @cached_property
    def comparisons(self) -> Comparisons | None:
        """The statements about P between the arms, taken together; None without one."""
        return comparisons(self.claims, self.findings)

    def claim(self, name: str) -> Claim:
        """The claim of an id."""
        return next(c for c in self.claims if c.id == name)

    def counts(self, claim: TwoByTwo) -> tuple[Count, Count]:
        """The counts that a statement compares, treated and control."""
        treated, control = (self._named(name, Count) for name in (claim.treated, claim.control))
        return treated, control

    def units(self, claim: TwoByTwo) -> Multiple:
        """What says in how many patients the units of a statement lie; ValueError where nothing does."""
        return self._named(claim.units, Multiple)

    def _named(self, name: str | None, kind: type[Kind]) -> Kind:
        found = next((c for c in self.of_kind(kind) if c.id == name), None)
        if found is None:
            raise ValueError(f"{name} is not of the kind that is meant")
        return found

    def values(
        self, claim: Claim, statistic: str, patients: tuple[int, int] | None = None
    ) -> dict[str, float]:
        """The recomputed values of one statistic by their method."""
        rows = self.statistics(claim, statistic, patients)
        return {method: row.recomputed for method, row in rows.items() if row.recomputed is not None}

    def value(self, claim: Claim, statistic: str, patients: tuple[int, int] | None = None) -> float | None:
        """The recomputed value of a statistic that has one method; None where there is none."""
        return next(iter(self.values(claim, statistic, patients).values()), None)

    def of_kind(self, kind: type[Kind]) -> list[Kind]:
        """The claims of a kind, in their order."""
        return [c for c in self.claims if isinstance(c, kind)]

    def statistics(
        self, claim: Claim, statistic: str, patients: tuple[int, int] | None = None
    ) -> dict[str, Statistic]:
        """A claim's rows of one statistic by their method; of nested units, those that suppose so many patients."""
        finding = self.findings[claim.id]
        found = (*finding.statistics, *finding.more)
        return {s.method: s for s in found if (s.statistic, s.patients) == (statistic, patients)}

    def effect(
        self, claim: Claim, effect: Effect, patients: tuple[int, int] | None = None
    ) -> Interval | None:
        """An estimate of two counts with its limits; None where one of them is not there."""
        names = (effect.statistic, f"{effect.statistic}_low", f"{effect.statistic}_high")
        value, low, high = (self.values(claim, name, patients).get(effect.method) for name in names)
        return None if value is None or low is None or high is None else (value, low, high)

    def supposed(self, claim: Claim) -> list[tuple[int, int] | None]:
        """The counts as printed (None), then every pair of numbers of patients that its rows suppose."""
        return list(dict.fromkeys(s.patients for s in self.findings[claim.id].statistics))

    def threshold(self, claim: Claim) -> float:
        """The threshold of a P statement."""
        limit = self.findings[claim.id].threshold
        if limit is None:
            raise ValueError(f"{claim.id} is no statement about P")
        return limit

    def division(self, claim: Claim, patients: tuple[int, int] | None = None) -> Division:
        """How the tests of two counts divide at the threshold of the claim."""
        return division(self.findings[claim.id].statistics, patients, self.threshold(claim))

    def having(self, verdict: str) -> list[Claim]:
        """The claims with a verdict, in their order."""
        return [c for c in self.claims if self.findings[c.id].verdict == verdict]

    def rows(self) -> RowsByTable:
        """The rows of claims.csv, and of the tables of what its claims say together."""
        return {
            "claims": [dict(vars(row)) for row in _rows(self.claims, self.findings)],
            "questions": [one.row() for one in self.answers],
            "remarks": [one.row() for one in self.remarks],
            "comparisons": self.comparisons.rows() if self.comparisons else [],
            "reporting": [*map(_of_reported, self.reported), *map(_of_missing, self.not_reported)],
        }


def _of_reported(one: Reported) -> Row:
    """A row of reporting.csv."""
    state = "implied" if one.implied else "reported"
    return {**_asked(one), "state": state, "said": " … ".join(one.quote)}


def _of_missing(one: NotReported) -> Row:
    return {**_asked(one), "state": "not reported", "said": one.why}


def _asked(one: Reported | NotReported) -> Row:
    return {"item": one.item, "guideline": one.guideline or "", "question": one.question or ""}


def audit_study(study: Study) -> Audit | None:
    """Audit every claim of a study's ``claims.yml``; None where the study has none."""
    if not study.audited:
        return None
    found = findings(study.claims)
    return Audit(study.claims, found, study.not_reported, study, study.questions, study.reported)


def audit(claims: Iterable[Claim]) -> list[ClaimRow]:
    """Recompute what each published claim allows.

    Parameters
    ----------
    claims : of a `Study`; each refers only to claims before it.

    Returns
    -------
    list of ClaimRow
        One row per recomputed statistic, in the order of the claims; a claim from which nothing can be recomputed has
        one row with `recomputed` None. Percentages in points of 100, P values in [0, 1], all at full precision.

    Notes
    -----
    The threshold of a P statement is the one it prints, never a run's alpha.
    """
    claims = list(claims)
    return _rows(claims, findings(claims))


def findings(claims: Iterable[Claim]) -> dict[str, Finding]:
    """Verdict, reason code and statistics of each claim, by its id."""
    known: dict[str, tuple[Claim, Finding]] = {}
    for claim in claims:
        known[claim.id] = claim, finding_of(claim, known)
    return {name: finding for name, (_, finding) in known.items()}


def _rows(claims: Iterable[Claim], found: dict[str, Finding]) -> list[ClaimRow]:
    """The statistics of every claim, then what is told of them."""
    claims = list(claims)
    rows = [_row(claim, found[claim.id], one) for claim in claims for one in found[claim.id].statistics]
    return rows + [_row(claim, found[claim.id], one) for claim in claims for one in found[claim.id].more]


def _row(claim: Claim, finding: Finding, one: Statistic) -> ClaimRow:
    by_margin = one.statistic in BY_MARGIN and isinstance(claim, BareP)
    return ClaimRow(
        id=claim.id,
        part=claim.part,
        quote=" … ".join(claim.quote),
        statistic=one.name,
        published=one.published,
        recomputed=one.recomputed,
        significant=one.significant,
        verdict=str(finding.verdict),
        method=one.method,
        source=(claim.margin_source or "") if by_margin else "",
        unit=(claim.unit or "") if by_margin else "",
    )
