"""Tables printed from the objects that do the work: the design, the parameters, the plan, the dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import starmap

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.registry.entries import REGISTERED
from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.present import wording as w
from twoarm.present.about.statements import NOT_STATED
from twoarm.present.claims.words import SOURCES
from twoarm.present.outcomes.units import units_note
from twoarm.present.outputs import Markdown, Table, alike_once, as_markdown
from twoarm.study.design.allocation import Randomised
from twoarm.study.dictionary import TABLES, Variable
from twoarm.study.opened import Study


def design_table(study: Study) -> Table:
    """The design facts that the study file states."""
    stated = study.spec.randomised
    told = stated is Randomised.UNKNOWN or "allocation" in study.spec.design
    facts = {"randomised": "" if told else stated.value, **study.spec.design}
    facts["primary_outcome"] = _primary(study)
    facts["visits"] = w.joined([v.label for v in study.spec.visits])
    words = {"follow_up": "Follow-up"}
    rows = [[words.get(k, k.replace("_", " ").capitalize()), text] for k, text in facts.items() if text]
    rows += [[f"Analysis set: {one.name}", one.definition] for one in study.spec.analysis_sets]
    rows = alike_once(rows)
    return Table("tab-design", "Design of the study.", [["Item", "Entry"]], rows, 1, ["left", "left"])


def parameter_table(study: Study) -> Table:
    """The parameters in force; those that differ from their default are marked."""
    rows = []
    for name, field in type(study.parameters).model_fields.items():
        if name == "study":
            continue
        value, default = getattr(study.parameters, name), field.default
        shown = ["as given by alpha" if v is None else w.exact(v) for v in (value, default)]
        mark = "changed" if name in study.parameters.changed() else ""
        rows.append([name, field.description or "", *shown, mark])
    head = ["Parameter", "Meaning", "In force", "Default", "Note"]
    align = ["left", "left", "right", "right", "left"]
    kept = len(head) if study.parameters.changed() else len(head) - 2  # all are in force as by default
    rows = [row[:kept] for row in rows]
    caption = "Parameters in force."
    return Table("tab-parameters", caption, [head[:kept]], rows, 1, align[:kept], folded=True)


def plan_table(plan: AnalysisPlan) -> Table:
    """Which method answers for which outcome, and what is said beside it."""
    rows = []
    for variable in (v for v in plan.study.dictionary if v.role == "outcome"):
        found = [
            (m, role)
            for m, role in plan.methods(variable)
            if m.shown == "main" and m.when is not Occasion.WITHIN
        ]
        groups = (
            [m for m, role in found if role == "primary"],
            [m for m, role in found if role != "primary"],
        )
        words = ["; ".join(f"{m.estimand}: {m.words}" for m in group) or "–" for group in groups]
        rows.append([variable.label, *words])
    head = ["Outcome", "Primary analysis", "Beside it"]
    rows = alike_once(rows)
    kept = len(head) if any(row[-1] != "–" for row in rows) else len(head) - 1
    notes = [units_note(plan.study, plan.study.dictionary)]
    return Table(
        "tab-plan",
        "Analysis plan, as the registry applies it.",
        [head[:kept]],
        [row[:kept] for row in rows],
        1,
        ["left"] * kept,
        [note for note in notes if note],
        folded=True,
        data=("plan",),
    )


def estimand_table(plan: AnalysisPlan) -> Table | None:
    """What is to be estimated, by the five attributes of ICH E9(R1); None where the study does not state it."""
    study, stated = plan.study, plan.study.spec.estimand
    if stated is None:
        return None
    primary = _primary_variable(study)
    rows = [
        ["Treatment", stated.treatment or f"{study.treated.label} against {study.control.label}"],
        ["Population", stated.population or NOT_STATED],
        ["Variable", stated.variable or (_primary(study) if primary else NOT_STATED)],
        ["Intercurrent events", "; ".join(f"{e.event}: {e.strategy}" for e in stated.intercurrent_events)],
        [
            "Population-level summary",
            stated.summary or (_main_estimand(plan, primary) if primary else NOT_STATED),
        ],
    ]
    rows = [[name, text or "No event is named."] for name, text in rows]
    caption = "What is to be estimated, by the attributes of ICH E9(R1)."
    return Table(
        "tab-estimand",
        caption,
        [["Attribute", "As stated"]],
        rows,
        1,
        ["left", "left"],
        about=study,
        folded=True,
    )


def dictionary_table(study: Study) -> Table:
    """The data dictionary, printed from the rows that check the data; dictionary.csv has the rest of each row."""
    rows = []
    for table in TABLES:
        described = [v for v in study.dictionary if v.table == table]
        rows += [[f"{table}.csv"]] if described else []
        rows += [[v.name, _label(v), v.kind, _permitted(v)] for v in described]
    head = [["Name", "Label, unit", "Kind", "Values"]]
    return Table(
        "tab-dictionary", "Data dictionary.", head, rows, 1, ["left"] * 4, folded=True, data=("dictionary",)
    )


def citations(study: Study) -> Markdown:
    """The methods in use by what they estimate, under their names in results.csv, each source behind those that it gave."""
    by_estimand: dict[str, dict[str, list[str]]] = {}
    for method in AnalysisPlan(study).in_use:
        by_estimand.setdefault(method.estimand, {}).setdefault(method.reference, []).append(method.name)
    lines = [
        f"- {w.capital(as_markdown(estimand))}: {'; '.join(starmap(_names_and_source, sources.items()))}"
        for estimand, sources in by_estimand.items()
    ]
    return Markdown("\n".join(lines))


def _names_and_source(source: str, names: list[str]) -> str:
    return f"{', '.join(f'`{name}`' for name in names)} {{cite:p}}`{source}`"


def audit_citations(audit: Audit) -> Markdown:
    """Where the methods come from by which printed numbers were computed again, but for those that the report lists itself.

    Empty where none has a source.
    """
    findings = [audit.findings[claim.id] for claim in audit.claims]
    found = dict.fromkeys(s.method for f in findings for s in (*f.statistics, *f.more))
    sources = SOURCES | {name: entry.reference for name, entry in REGISTERED.items()}
    listed = {m.name for m in AnalysisPlan(audit.study).in_use} if audit.study else set()
    keys = dict.fromkeys(sources[name] for name in found if name in sources and name not in listed)
    cited = " ".join(
        f"{{cite:p}}`{key}`" for key in keys
    )  # one by one: what is published knows "[7]" for a reference
    rest = "; for the others see the list of methods" if listed else ""
    return Markdown(f"The methods come from {cited}{rest}.") if keys else Markdown("")


def _cited(methods: Iterable[tuple[str, str]]) -> Markdown:
    """By source, each with all that it gave: methods in words, each with its source."""
    by_source: dict[str, list[str]] = {}
    for words, source in methods:
        by_source.setdefault(source, []).append(words)
    lines = [
        f"- {w.capital(as_markdown('; '.join(dict.fromkeys(words))))} {{cite:p}}`{source}`"
        for source, words in by_source.items()
    ]
    return Markdown("\n".join(lines))


def _label(variable: Variable) -> str:
    return f"{variable.label}, {variable.unit}" if variable.unit else variable.label


def _permitted(variable: Variable) -> str:
    """``18 to 110``, ``female, male``; the codes and the step stand in dictionary.csv."""
    if variable.levels:
        return ", ".join(label for _, label in variable.levels)
    low, high = ("" if x is None else w.exact(x) for x in (variable.min, variable.max))
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or less" if high else ""


def _primary(study: Study) -> str:
    primary, variable = study.spec.primary_outcome, _primary_variable(study)
    if variable is None:
        return "none is named"
    return f"{variable.label}, {study.visit(primary.visit).label}" if primary.visit else variable.label


def _primary_variable(study: Study) -> Variable | None:
    name = study.spec.primary_outcome.variable
    return study.variable(name) if name else None


def _main_estimand(plan: AnalysisPlan, outcome: Variable) -> str:
    """What the primary method of an outcome estimates, by the registry."""
    return next((m.estimand for m, role in plan.methods(outcome) if role == "primary"), NOT_STATED)
