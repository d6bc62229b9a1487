"""What the study's own files and the parameters state: numbers that are no estimate, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from twoarm.present.about.checklists.table import checklist_of
from twoarm.present.about.methods_said import SHARE_IMPROVED
from twoarm.publish.traces.records import Record
from twoarm.study.opened import Study

_NOTHING = (None, "", (), [], {})
A_DEFINITION, A_PARAMETER, A_QUOTE, A_SIZE = "definition", "parameter", "printed", "patients"


def stated_records(study: Study) -> Iterator[Record]:
    """Every record of the study that is no row of a published table."""
    yield from _parameters(study)
    yield from _dictionary(study)
    yield from _claims(study)
    yield from _evidence(study)
    yield from _sizes(study)
    for key, text in _flat(study.spec.model_dump(mode="json", exclude={"disclosure", "visits"})):
        yield Record("study.yml", {"key": key}, frozenset(), {"text": text}, (text,), A_DEFINITION)
    for place, text in enumerate(study.abstract, 1):
        yield Record("abstract.md", {"paragraph": str(place)}, frozenset(), {"text": text}, (text,), A_QUOTE)
    for item in checklist_of(study).items:
        yield Record(
            "checklist", {"item": item.number}, frozenset(), {"number": item.number}, ("item",), A_DEFINITION
        )


def _parameters(study: Study) -> Iterator[Record]:
    alpha, level = study.parameters.alpha, study.parameters.level
    told = {
        "alpha": (alpha, ("significance level", "P below", "lies below")),
        "conf_level": (level, ("CI", "interval", "confidence")),
        "imbalance": (
            study.parameters.imbalance,
            ("standard deviations apart", "standardised", "imbalance", "weighting"),
        ),
        "reconstructions": (study.parameters.reconstructions, ("cohorts",)),
        "share of the value before treatment": (SHARE_IMPROVED, ("improved by", "baseline value")),
    }
    for name, (value, phrases) in told.items():
        yield Record("parameters", {"parameter": name}, frozenset(), {name: str(value)}, phrases, A_PARAMETER)
    for name, value in asdict(study.spec.policy).items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            phrases = (name.replace("_", " "), "masked", "patients")
            yield Record(
                "study.yml", {"disclosure": name}, frozenset(), {name: str(value)}, phrases, A_PARAMETER
            )


def _dictionary(study: Study) -> Iterator[Record]:
    for variable in study.dictionary:
        content = {name: _plain(value) for name, value in asdict(variable).items() if value not in _NOTHING}
        subjects = frozenset({variable.name})
        yield Record("dictionary.csv", {"name": variable.name}, subjects, content, (), A_DEFINITION)
    for visit in study.spec.visits:
        content = {"label": visit.label, "time": str(visit.time)}
        yield Record("study.yml", {"visit": visit.code}, frozenset(), content, (visit.label,), A_DEFINITION)


def _claims(study: Study) -> Iterator[Record]:
    used: dict[str, set[str]] = {}
    for claim in study.claims:
        for name in claim.refers_to:
            value = getattr(claim, name, None)
            for one in value if isinstance(value, tuple | list) else [value]:
                used.setdefault(str(one), set()).add(claim.id)
    for claim in study.claims:
        content = {
            name: _plain(value)
            for name, value in claim.model_dump(mode="json").items()
            if value not in _NOTHING
        }
        content |= {f"quote {n}": piece for n, piece in enumerate(claim.quote, 1)}
        subjects = {
            claim.id,
            *used.get(claim.id, ()),
            *(u for o in used.get(claim.id, ()) for u in used.get(o, ())),
        }
        yield Record("claims.yml", {"id": claim.id}, frozenset(subjects), content, (), A_QUOTE)


def _evidence(study: Study) -> Iterator[Record]:
    for row in study.evidence:
        content = {name: _plain(value) for name, value in asdict(row).items() if value not in _NOTHING}
        key = {"source": row.source, "outcome": row.outcome}
        subjects = frozenset({row.outcome, row.source})
        yield Record("evidence.csv", key, subjects, content, (row.source, row.measure), A_QUOTE)


def _sizes(study: Study) -> Iterator[Record]:
    if study.spec.published:
        return
    sizes = {arm.label: (arm.level, study.size(arm.level)) for arm in study.arms}
    for label, (code, size) in sizes.items():
        content = {"patients": str(size), "arm": code}
        yield Record("the cohort", {"arm": label}, frozenset(), content, (label, "patients", "n ="), A_SIZE)
    content = {"patients": str(study.told_n)}
    yield Record("the cohort", {"arms": "both"}, frozenset(), content, ("patients", "n ="), A_SIZE)


def _plain(value: Any) -> str:
    return " ".join(str(value).translate(str.maketrans("[](){}'\",", "         ")).split())


def _flat(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text and number of nested lists and mappings, with the way to it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{key}[{number}]")
    elif value not in (None, "", True, False):
        yield key, str(value)
