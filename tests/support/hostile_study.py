"""A study with a text in every field that would do something to a browser, a typesetter or a spreadsheet, if it were let.

`PLACES` has every field of every file, with the strongest text that `twoarm check` lets in there, or none. A test tries
each, looks at what is said of a stronger one, and that no field is missing.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = "<img src=x onerror=alert(1)>;=1+1 {{7*7}} $x$"
FILE = "<script>alert(2)<&.md"


def markup(n: int) -> str:
    """Begins a formula twice; then HTML, a link, TeX, Typst, a template, an entity and Markdown."""
    return (
        f"=1+1;@x \"'><script>alert({n})</script><img src=//evil.invalid/{n} onerror=alert({n})> "
        f"[a](javascript:alert({n})) $\\input{{x}}$ #eval(1) {{{{7*7}}}} &lt; `z` *c*"
    )


def short(n: int) -> str:
    """For a field of 40 characters."""
    return f"=<img src=x onerror=alert({n})>"


def signs(n: int) -> str:
    """Without what HTML, TeX and a level of the dictionary are made of."""
    return f"+{n}+1;\"'[a](javascript:alert({n}))"


def label(n: int) -> str:
    """What a label may be made of."""
    return f"a;-1+{n} (alert:{n})"


def escaped(n: int) -> str:
    """Markdown whose words are `markup`."""
    text = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", markup(n))
    return text.replace("{", "{{").replace("}", "}}")


TEXTS: tuple[Callable[[int], str], ...] = (markup, escaped, short, signs, label)  # the strongest first
WORDS = {escaped: markup}  # what a reader is shown, where it is not the text itself


@dataclass(frozen=True)
class Place:
    """A field: its file, where it stands there, and the strongest text that it takes, None where it takes none."""

    file: str
    path: tuple[str | int, ...]
    text: Callable[[int], str] | None
    shown: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {'.'.join(map(str, self.path))}"


def _of(file: str, text: Callable[[int], str] | None, *paths: str, shown: bool = True) -> list[Place]:
    """Places of one file; in a path, a number is a place in a list, or the line of a table."""
    return [
        Place(file, tuple(int(p) if p.isdigit() else p for p in path.split(".")), text, shown)
        for path in paths
    ]


PLACES: tuple[Place, ...] = (
    *_of("study.yml", markup, "title", "subtitle", "question", "generator"),
    *_of("study.yml", markup, "source", "licence", shown=False),  # of open patients
    *_of("study.yml", markup, "design.sample_size", "authors.0", "repository"),
    *_of("study.yml", markup, "analysis_sets.0.name", "analysis_sets.0.definition"),
    *_of("study.yml", markup, "unmeasured.0.name", "unmeasured.0.source"),
    *_of("study.yml", escaped, "sections.0.opening"),
    *_of("study.yml", label, "sections.0.title", "arms.treated.label", "arms.treated.name"),
    *_of("study.yml", label, "time_unit", "visits.1.label"),
    *_of("study.yml", signs, "arms.treated.level"),
    *_of("study.yml", signs, "visits.1.code", shown=False),  # its label is
    *_of("study.yml", markup, "harmless.0", shown=False),  # a column, and if it has none of the name, nothing
    *_of("dictionary.csv", markup, "3.note", "3.source", "3.mcid_source", "3.mdc_source", "4.margin_source"),
    *_of("dictionary.csv", markup, "8.tau_source"),
    *_of("dictionary.csv", markup, "3.estimand", shown=False),  # for readers of the file
    *_of("dictionary.csv", label, "2.label", "3.label"),
    *_of("dictionary.csv", signs, "3.unit"),
    *_of("dictionary.csv", markup, "3.missing", shown=False),
    *_of("claims.yml", markup, "claims.0.part", "claims.0.quote.0", "claims.1.complete"),
    *_of("claims.yml", markup, "claims.2.margin_source", "claims.3.reason", "claims.3.signed"),
    *_of("claims.yml", markup, "not_reported.0.item", "not_reported.0.why"),
    *_of("claims.yml", markup, "not_reported.0.absent.0", shown=False),  # looked for in the abstract
    *_of("claims.yml", short, "claims.0.id", "claims.2.unit"),
    *_of("claims.yml", short, "claims.4.unit", shown=False),  # of units that no two counts are of
    *_of("claims.yml", label, "claims.2.evidence"),
    *_of("evidence.csv", markup, "0.citation"),
    *_of("evidence.csv", label, "0.source"),
    *_of("patients.csv", signs, "0.ward"),
    *_of("study.yml", None, "data_kind", "public", "disclosure.profile", "arms.column", "baseline_visit"),
    *_of(
        "study.yml",
        None,
        "date_order.0",
        "primary_outcome",
        "randomised",
        "unmeasured.0.favours",
        "subgroups.0",
        "sections.0.code",
        "families.x.0",
        "pages.0",
        "date",
    ),
    *_of("study.yml", None, "to_confirm.0"),
    *_of(
        "dictionary.csv",
        None,
        "3.name",
        "3.table",
        "3.role",
        "3.section",
        "3.kind",
        "3.min",
        "3.max",
        "3.step",
        "3.of",
    ),
    *_of(
        "dictionary.csv",
        None,
        "3.event",
        "3.tau",
        "6.visits",
        "3.better",
        "3.mcid",
        "3.margin",
        "3.digits",
        "3.sem",
        "3.mdc",
        "3.at",
    ),
    *_of(
        "claims.yml",
        None,
        "claims.0.kind",
        "claims.1.events",
        "claims.1.of",
        "claims.1.percent",
        "claims.1.groups",
    ),
    *_of(
        "claims.yml",
        None,
        "claims.2.p",
        "claims.2.comparison",
        "claims.2.direction",
        "claims.2.n",
        "claims.2.margin",
    ),
    *_of("claims.yml", None, "claims.3.judgement", "claims.4.each", "claims.4.patients", "claims.4.units"),
    *_of("evidence.csv", None, "0.measure", "0.estimate", "0.low", "0.high", "0.p_value"),
    *_of("patients.csv", None, "0.stay", "0.leak"),
)
STUDY: dict[str, Any] = {
    "title": "T",
    "subtitle": "S",
    "question": "Q",
    "data_kind": "simulated",
    "generator": "words",
    "source": "a source",
    "licence": "a licence",
    "arms": {
        "column": "arm",
        "treated": {"level": "A", "label": "new", "name": "newer"},
        "control": {"level": "B", "label": "old"},
    },
    "time_unit": "months",
    "sections": [{"code": "recovery", "title": "Recovery", "opening": "Words."}],
    "design": {"sample_size": "none"},
    "analysis_sets": [{"name": "all", "definition": "everybody"}],
    "unmeasured": [{"name": "frailty", "favours": "B", "source": "the authors"}],
    "authors": ["One"],
    "repository": "none",
    "disclosure": {"profile": "open"},
    "visits": [{"code": "v0", "label": "before", "time": 0}, {"code": "v1", "label": "after", "time": 1}],
    "baseline_visit": "v0",
    "families": {"x": ["stay"]},
    "primary_outcome": "stay",
    "subgroups": ["ward"],
    **{name: [] for name in ("date_order", "pages", "harmless", "to_confirm")},
}
DICTIONARY: list[dict[str, str]] = [
    {"name": "patient_id", "label": "Patient", "role": "id", "kind": "id"},
    {"name": "arm", "label": "Arm", "role": "arm", "kind": "arm"},
    {"name": "ward", "label": "Ward", "role": "covariate", "section": "baseline", "kind": "categorical"},
    {"name": "stay", "label": "Stay", "role": "outcome", "section": "recovery", "kind": "continuous",
     "unit": "days", "min": "0", "max": "30", "better": "lower", "mcid": "2", "mdc": "3", "missing": "x"},
    {"name": "leak", "label": "Leak", "role": "outcome", "section": "recovery", "kind": "binary",
     "levels": "0=no|1=yes", "margin": "10"},
    {"name": "visit", "label": "Visit", "table": "visits", "role": "none", "kind": "categorical"},
    {"name": "pain", "label": "Pain", "table": "visits", "role": "outcome", "section": "recovery", "kind": "continuous",
     "unit": "points", "min": "0", "max": "10", "better": "lower"},
    {"name": "walked", "label": "Walked", "role": "none", "kind": "binary", "levels": "0=no|1=yes"},
    {"name": "walk", "label": "Walk", "role": "outcome", "section": "recovery", "kind": "time", "unit": "days",
     "event": "walked", "tau": "9", "better": "lower"},
]  # fmt: skip
CLAIMS: dict[str, Any] = {
    "claims": [
        {"id": "C1", "kind": "no_number", "quote": ["All of it"], "part": "first"},
        {"id": "C2", "kind": "count", "quote": ["All of it"], "events": 16, "of": 16, "complete": "All of it"},
        {"id": "C3", "kind": "bare_p", "quote": ["P>0.05"], "p": "P>0.05", "comparison": "between",
         "direction": "none", "n": [8, 8], "evidence": "leakage", "margin": "1", "unit": "days", "margin_source": "us"},
        {"id": "C4", "kind": "judgement", "quote": ["All of it"], "judgement": "consistent", "reason": "r", "signed": "s"},
        {"id": "C5", "kind": "multiple", "quote": ["All of it"], "each": 2, "unit": "screw",
         "patients": [8, 8], "units": [16, 16]},
    ],
    "not_reported": [{"item": "harms", "why": "they matter", "absent": ["harms"]}],
}  # fmt: skip
EVIDENCE = [
    {"source": "Others", "outcome": "leakage", "measure": "OR", "estimate": "0.8", "low": "0.5", "high": "1.3",
     "p_value": "", "citation": "Others 2020"},
]  # fmt: skip
ABSTRACT = "16 patients, 8 and 8, with 16 and 16 screws. P>0.05. All of it.\n\n"
COMMENTARY = "# recovery\n\n{commentary}\n\n# stay\n\nWords.\n"


def study_parts(texts: dict[Place, str]) -> dict[str, Any]:
    """The files of a study as values, with these texts in their places."""
    parts: dict[str, Any] = {
        "study.yml": deepcopy(STUDY),
        "dictionary.csv": deepcopy(DICTIONARY),
        "claims.yml": deepcopy(CLAIMS),
        "evidence.csv": deepcopy(EVIDENCE),
        "patients.csv": _patients(),
        "visits.csv": _visits(),
    }
    for place, text in texts.items():
        *way, last = place.path
        part = parts[place.file]
        for step in way:
            part = part[step]
        if isinstance(part, list):
            part[last:] = [text]
        else:
            part[last] = text
    _agree(parts)
    return parts


def _patients() -> list[dict[str, str]]:
    return [
        {"patient_id": f"P-{n:02}", "arm": "AB"[n % 2], "ward": "NS"[n // 2 % 2], "stay": str(3 + n * 7 % 11),
         "leak": str(int(n in (1, 4, 7))), "walk": str(2 + n * 5 % 9), "walked": "1"}
        for n in range(16)
    ]  # fmt: skip


def _visits() -> list[dict[str, str]]:
    return [
        {"patient_id": f"P-{n:02}", "visit": f"v{visit}", "pain": str(7 - 4 * visit + n * 5 % 3)}
        for n in range(16)
        for visit in (0, 1)
    ]


def _agree(parts: dict[str, Any]) -> None:
    """Say in every file what another one calls a thing that several of them name."""
    study, rows, patients = parts["study.yml"], parts["dictionary.csv"], parts["patients.csv"]
    code = study["arms"]["treated"]["level"]
    rows[1]["levels"] = f"{code}={study['arms']['treated']['label']}|B=old"
    wards = list(dict.fromkeys(row["ward"] for row in patients))
    rows[2]["levels"] = "|".join(f"{ward}={LEVELS.get(ward, 'Other')}" for ward in wards)
    for row in patients:
        row["arm"] = code if row["arm"] == "A" else row["arm"]
    visits = study["visits"]
    rows[5]["levels"] = "|".join(f"{visit['code']}={visit['label']}" for visit in visits)
    for row in parts["visits.csv"]:
        row["visit"] = visits[int(row["visit"][-1])]["code"]
    claims = parts["claims.yml"]["claims"]
    claims[1]["quote"] = [claims[1]["complete"]]
    parts["evidence.csv"][0]["outcome"] = claims[2]["evidence"]


LEVELS = {"N": label(90), "S": "South"}


def write_hostile(folder: Path) -> Path:
    """The whole study, in a folder whose name is hostile, beside a file whose name is."""
    study = folder / FOLDER
    parts = study_parts(hostile_texts())
    parts["study.yml"]["design"][markup(93)] = "Named by its key."
    parts["study.yml"]["families"] = {markup(94): ["stay", "leak"]}
    write_parts(study, parts, escaped(91))
    (study / FILE).write_text(markup(92), "utf-8")
    return study


def hostile_texts() -> dict[Place, str]:
    """The strongest text that each field takes."""
    return {place: place.text(n) for n, place in enumerate(PLACES, 10) if place.text}


def shown_texts() -> dict[str, str]:
    """What a reader is shown of them, by where it stands."""
    found = {str(p): WORDS.get(p.text, p.text)(n) for n, p in enumerate(PLACES, 10) if p.text and p.shown}
    return found | {
        "commentary.md": markup(91),
        "dictionary.csv: levels": LEVELS["N"],
        "study.yml: a key of design": markup(93),
    }


def write_parts(folder: Path, parts: dict[str, Any], commentary: str = "Words.") -> Path:
    """Write a study folder; YAML is written as JSON, which it holds."""
    folder.mkdir(parents=True)
    quotes = [quote for claim in parts["claims.yml"]["claims"] for quote in claim["quote"]]
    (folder / "abstract.md").write_text(ABSTRACT + " ".join(quotes) + "\n", "utf-8")
    (folder / "commentary.md").write_text(COMMENTARY.replace("{commentary}", commentary), "utf-8")
    for name, part in parts.items():
        if name.endswith(".yml"):
            (folder / name).write_text(json.dumps(part, ensure_ascii=False, indent=1), "utf-8")
        else:
            _write_table(folder / name, part)
    return folder


def _write_table(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if path.name == "dictionary.csv":
        from small_studies import COLUMNS

        columns, rows = COLUMNS, [{"table": "patients", **row} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
