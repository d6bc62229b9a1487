"""Outcomes that some patients lack, as they are and with the missing values imputed: a table and its sentences."""

from __future__ import annotations

from twoarm.analysis.sensitivity.imputations import Imputation, Imputations
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Table, Text, paragraph, spoken
from twoarm.present.sensitivity.turning import turnings
from twoarm.study.opened import Study


def imputation_findings(found: Imputations) -> Text | None:
    """How many outcomes some patient lacks, and whether imputing the missing values moves where an interval lies."""
    asked = len(found.whole) + len(found.found) + len(found.unpooled)
    if not asked:
        return None
    lacking = asked - len(found.whole)
    if not lacking:
        of = "the outcome" if asked == 1 else f"each of the {asked} outcomes"
        return spoken(
            paragraph(
                f"Every patient has the values that the main analysis of {of} takes: nothing was imputed."
            )
        )
    return spoken(paragraph(_lacking(lacking, asked), _moved(found), *_left_out(found)))


def imputation_table(found: Imputations) -> Table | None:
    """Each outcome that some patient lacks: complete cases, and all patients; None where nothing was to be imputed."""
    if not found.found:
        return None
    study = found.study
    level = w.level_text(study.parameters.level)
    head = [
        "Outcome",
        *(f"Complete,\n{arm.label}" for arm in study.arms),
        f"Complete cases\n({level} CI)",
        f"Imputed\n({level} CI)",
        "Missing\ninformation",
        "Imputations",
    ]
    treated, control = (arm.label for arm in study.arms)
    caption = f"Outcomes that some patients lack, {treated} against {control}: complete cases, and all patients imputed."
    align = ["left", "right", "right", "left", "left", "right", "right"]
    rows = [_row(study, one) for one in found.found]
    return Table(
        "tab-imputation",
        caption,
        [head],
        rows,
        1,
        align,
        _notes(found),
        found,
        folded=True,
        data=("imputation",),
    )


def imputation_assumed(found: Imputations) -> Text | None:
    """What imputation takes for granted, and what it was made from; None where nothing was to be imputed."""
    return spoken(_assumed(found)) if found.found else None


def tipping_sentences(found: Imputations) -> Text | None:
    """How far missing values would have to lie from what is imputed before each conclusion turns."""
    return spoken(turnings(found))


def name_of_outcome(study: Study, one: Imputation) -> str:
    """The outcome with its visit: ``Back pain, latest follow-up``."""
    label, visit = study.variable(one.known.variable).label, one.known.visit
    return f"{label}, {study.visit(visit).label}" if visit else label


def _lacking(lacking: int, asked: int) -> str:
    where = f"In {lacking} of {w.counted(asked, 'outcome')}"
    if lacking == asked:
        where = "In the outcome" if asked == 1 else f"In each of the {asked} outcomes"
    return f"{where} some patient lacks a value that the main analysis takes."


def _moved(found: Imputations) -> str:
    """In how many of those that can be compared both intervals say the same of no difference."""
    compared = [one for one in found.found if one.compared]
    apart = [one for one in compared if one.elsewhere]
    if not compared:
        return ""
    what = "whether the interval includes no difference, or on which side of no difference it lies"
    if len(compared) == 1:
        return f"Imputing what is missing {'changes' if apart else 'does not change'} {what}."
    if not apart:
        return f"Imputing what is missing changes for none of the {len(compared)} outcomes {what}."
    names = w.listed([name_of_outcome(found.study, one) for one in apart])
    counted = f"{len(apart)} of {w.counted(len(compared), 'outcome')}"
    return f"Imputing what is missing changes for {counted} ({names}) {what}."


def _left_out(found: Imputations) -> list[str]:
    """The outcomes of which there is no pooled result, and why."""
    study, said = found.study, []
    if found.unpooled:
        names = w.listed([study.variable(name).label for name in found.unpooled])
        said.append(f"Imputed results are for means, shares and times, and so there is none for {names}.")
    reasons: dict[str, list[str]] = {}
    for one in found.found:
        if not one.estimable and one not in found.masked:
            reasons.setdefault(one.pooled.estimate.reason, []).append(name_of_outcome(study, one))
    said += [f"Nothing was imputed for {w.listed(names)} ({why})." for why, names in reasons.items()]
    if found.masked:
        names = w.listed([name_of_outcome(study, one) for one in found.masked])
        said.append(f"What imputation makes of {names} is masked.")
    return said


def _row(study: Study, one: Imputation) -> list[str]:
    variable = study.variable(one.known.variable)
    unit = w.Scale(one.known, variable).with_unit("").strip()
    unit = unit or (w.estimand(one.known, variable) if one.known.scale.is_ratio else "")
    name = ", ".join(filter(None, (name_of_outcome(study, one), unit)))
    known = [w.solid(w.share(n, whole)) for n, whole in zip(one.complete, one.whole, strict=True)]
    estimates = [w.estimate_cell(r, variable) for r in (one.known, one.pooled)]
    lost = "–" if one.lost is None else w.percent_text(one.lost)
    return [name, *known, *estimates, lost, "–" if one.number is None else str(one.number)]


def _notes(found: Imputations) -> list[str]:
    notes = [
        "Missing information: what the missing values cost of what complete data would say of the difference."
    ]
    named = w.method_words([one.pooled for one in found.found])
    return [*notes, f"Imputed: {named}."]


def _assumed(found: Imputations) -> Markdown:
    """What imputation takes for granted, and what it was made from."""
    study = found.study
    several = any(len(study.visits_of(study.variable(one.known.variable))) > 1 for one in found.found)
    what = "from the other visits of the outcome and " if several else "from "
    return paragraph(
        f"Missing values were drawn within each arm {what}what was known before treatment, as if missing values depended on "
        "that alone."
    )
