"""What is not wrong and should be looked at: warnings of a study that is otherwise in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import KEY, UNIT_KEY, Variable
from twoarm.study.disclosure.contradictions import policy_warnings
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import covariate_warnings
from twoarm.study.plausible.far_apart import far_apart_warnings
from twoarm.study.plausible.missing import missing_warnings
from twoarm.study.plausible.ranges import range_warnings
from twoarm.study.schema.kinds import Role

OFTEN = 0.8  # the share of events from which they may be the censored
WORSE = 0.9  # the share of patients who get worse from which columns or visits may be swapped
COMPARABLE = 4  # with fewer values two patients are alike by chance
_FEW = 5  # with fewer patients a share says nothing
OLD = 89  # ages above it count as identifying, under the Safe Harbor rule of HIPAA


def plausibility_warnings(study: Study) -> list[Problem]:
    """Every warning, in the order of the rules: what may be a mistake, and may be as it is.

    Examples are identical patients under two identifiers, many missing values, a median that another unit would
    explain, arms far apart before treatment, nearly all patients getting worse, ages above 89.
    """
    visits = [visit.code for visit in study.spec.visits]
    return [
        *_twins(study),
        *_labels(study),
        *_without_baseline(study),
        *missing_warnings(study.cohort, study.dictionary, visits),
        *covariate_warnings(study),
        *far_apart_warnings(study),
        *range_warnings(study.cohort, study.dictionary),
        *_ages(study),
        *_times(study),
        *_worse(study),
        *policy_warnings(study.spec.policy),
    ]


def told(warnings: Sequence[Problem]) -> str:
    """One line for the terminal of a run, which no warning stops; empty where there is none."""
    if not warnings:
        return ""
    count = "1 warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
    return f"{count} about the data; twoarm check shows what is worth a look"


def _twins(study: Study) -> Iterator[Problem]:
    """Patients with the same values throughout, under two identifiers."""
    rows = study.cohort.patients.astype(object)
    if study.cohort.visits is not None:
        seen = study.cohort.visits.astype(object).set_index(["_id", KEY])
        wide = seen.unstack(KEY).reindex(rows.index)
        rows = pd.concat([rows, wide.set_axis([str(c) for c in wide.columns], axis=1)], axis=1)
    if study.cohort.units is not None:
        units = study.cohort.units.astype(object).set_index(["_id", UNIT_KEY])
        wide = units.unstack(UNIT_KEY).reindex(rows.index)
        rows = pd.concat([rows, wide.set_axis([str(c) for c in wide.columns], axis=1)], axis=1)
    rows = rows[rows.notna().sum(axis=1) > COMPARABLE]
    twins = int(rows.duplicated(keep=False).sum())
    if twins:
        rule = f"{twins} of {study.n} patients have the same values as another one, in every column and at every visit"
        yield Problem(Place("patients.csv"), rule, "is one patient there under two identifiers?")


def _labels(study: Study) -> Iterator[Problem]:
    """Outcomes that a reader cannot tell apart."""
    seen: set[str] = set()
    for v in study.dictionary:
        if v.role == Role.OUTCOME and v.label.casefold() in seen:
            rule = "another outcome has the same label, and a reader cannot tell them apart"
            yield Problem(Place("dictionary.csv", at=v.name), rule, "give each a label of its own")
        elif v.role == Role.OUTCOME:
            seen.add(v.label.casefold())


def _without_baseline(study: Study) -> Iterator[Problem]:
    """Patients who have no row at the baseline visit; they stay in the study, without a change from it."""
    baseline, seen = study.spec.baseline_visit, study.cohort.visits
    if baseline is None or seen is None:
        return
    present = seen.loc[seen[KEY] == baseline, "_id"]
    absent = int((~study.cohort.patients.index.isin(present)).sum())
    if absent:
        rule = f"{absent} of {study.n} patients have no row at the baseline visit {baseline}"
        yield Problem(Place("visits.csv"), rule, "they are counted as patients and as missing at it")


def _ages(study: Study) -> Iterator[Problem]:
    for v in study.dictionary:
        if v.kind.averaged and v.table == "patients" and "age" in v.name.split("_"):
            old = int((study.cohort.patients[v.name] > OLD).sum())
            if old and v.unit.lower() in ("", "year", "years", "yr", "yrs"):
                rule = f"{old} of {study.n} patients are older than {OLD}, which can identify a person"
                yield Problem(
                    Place("patients.csv", at=v.name),
                    rule,
                    f"where that matters, enter {OLD + 1} for all of them",
                )


def _times(study: Study) -> Iterator[Problem]:
    for v in (v for v in study.dictionary if v.kind == "time"):
        times, events = study.cohort.patients[v.name], study.cohort.patients[v.event]
        zero = int((times == 0).sum())
        if zero:
            yield Problem(
                Place("patients.csv", at=v.name),
                f"{zero} of {study.n} patients have a time of zero",
                "they are counted as they are",
            )
        yield from _censoring(v, events.dropna())


def _censoring(variable: Variable, events: pd.Series) -> Iterator[Problem]:
    """An event that is a harm and happens to nearly all, or a wish and comes true for few: 1 may mean censored."""
    share = 1 - events.mean() if variable.better == "lower" else events.mean()
    if len(events) >= _FEW and share > OFTEN:
        what = "without" if variable.better == "lower" else "with"
        rule = (
            f"{share:.0%} of the patients are {what} the event; does its code mean that they were censored?"
        )
        yield Problem(Place("patients.csv", at=variable.event), rule)


def nearly_all_worse(study: Study, variable: Variable) -> float | None:
    """The share of patients who got worse from the baseline visit to the last one, where it is nearly all of them.

    Then two visits may be exchanged, or better is the other way than the dictionary says. None where it is not so, or
    where the variable has no baseline value or no better side.
    """
    baseline = study.baseline_of(variable)
    if not (variable.better and baseline and variable.kind.averaged):
        return None
    change = _change(study, variable, baseline)
    worse = (change < 0) if variable.better == "higher" else (change > 0)
    return float(worse.mean()) if len(change) >= _FEW and worse.mean() >= WORSE else None


def _worse(study: Study) -> Iterator[Problem]:
    for v in study.dictionary:
        share = nearly_all_worse(study, v)
        if share is not None:
            rule = f"{share:.0%} of the patients get worse; are visits swapped, or is better the other way?"
            yield Problem(Place("visits.csv", at=v.name), rule)


def _change(study: Study, variable: Variable, baseline: str) -> pd.Series:
    last = study.visits_of(variable)[-1].code
    before, after = (study.cohort.at(variable, code) for code in (baseline, last))
    return (after - before).dropna()
