"""A real cohort from outside the project, laid out as a study folder. The one test helper that knows `../shared`."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

import pytest
from places import ROOT

from twoarm.study.dictionary import Variable

LICORICE = ROOT.parent / "shared" / "cohorts" / "licorice_gargle.csv"
needs_licorice = pytest.mark.skipif(
    not LICORICE.is_file(), reason=f"the real cohort {LICORICE.name} does not lie beside this checkout"
)
VISITS = {"pacu30min": 0.5, "pacu90min": 1.5, "postOp4hour": 4, "pod1am": 20}  # hours
PATIENT_COLUMNS = {
    "treat": "gargle",
    "preOp_gender": "sex",
    "preOp_age": "age",
    "preOp_calcBMI": "bmi",
    "preOp_asa": "asa",
    "preOp_mallampati": "mallampati",
    "preOp_smoking": "smoking",
    "preOp_pain": "pain_before",
    "intraOp_surgerySize": "surgery_size",
    "extubation_cough": "extubation_cough",
}
VISIT_COLUMNS = {"cough": "cough", "throatPain": "throat_pain", "swallowPain": "swallow_pain"}

STUDY = """\
title: Licorice gargle before intubation with a double-lumen tube
data_kind: real
disclosure: {min_count: 0}
arms:
  column: gargle
  treated: {level: "1", label: Licorice, name: a licorice gargle}
  control: {level: "0", label: Sugar, name: a sugar-water gargle}
randomised: yes
time_unit: hours
visits:
  - {code: pacu30min, label: 30 minutes, time: 0.5}
  - {code: pacu90min, label: 90 minutes, time: 1.5}
  - {code: postOp4hour, label: 4 hours, time: 4}
  - {code: pod1am, label: next morning, time: 20}
"""
COUGH = "0=none|1=mild|2=moderate|3=severe"
PAIN = "|".join(str(score) for score in range(11))
ROWS: list[dict[str, str]] = [
    {"name": "patient_id", "label": "Patient", "role": "id", "kind": "id"},
    {"name": "gargle", "label": "Gargle", "role": "arm", "kind": "arm", "levels": "1=Licorice|0=Sugar"},
    {"name": "sex", "label": "Sex", "kind": "binary", "levels": "0=male|1=female"},
    {"name": "age", "label": "Age", "kind": "continuous", "unit": "years", "min": "18", "max": "110"},
    {
        "name": "bmi",
        "label": "Body mass index",
        "kind": "continuous",
        "unit": "kg/m²",
        "min": "10",
        "max": "70",
    },
    {"name": "asa", "label": "ASA physical status", "kind": "ordinal", "levels": "1=I|2=II|3=III"},
    {"name": "mallampati", "label": "Mallampati score", "kind": "ordinal", "levels": "1|2|3|4"},
    {"name": "smoking", "label": "Smoking", "kind": "categorical", "levels": "1=current|2=past|3=never"},
    {"name": "pain_before", "label": "Pain before the operation", "kind": "binary", "levels": "0=no|1=yes"},
    {
        "name": "surgery_size",
        "label": "Size of the operation",
        "kind": "ordinal",
        "levels": "1=small|2=medium|3=large",
    },
    {
        "name": "extubation_cough",
        "label": "Cough at extubation",
        "role": "outcome",
        "section": "perioperative",
        "kind": "ordinal",
        "levels": COUGH,
        "better": "lower",
    },
    {"name": "visit", "label": "Visit", "table": "visits", "role": "none", "kind": "categorical"},
    {"name": "cough", "label": "Cough", "table": "visits", "levels": COUGH, "visits": "|".join(VISITS)},
    {
        "name": "throat_pain",
        "label": "Sore throat at rest",
        "table": "visits",
        "levels": PAIN,
        "visits": "|".join(VISITS),
    },
    {
        "name": "swallow_pain",
        "label": "Sore throat on swallowing",
        "table": "visits",
        "levels": PAIN,
        "visits": "pacu30min",
    },
]


def write_licorice(folder: Path) -> Path:
    """Write the study's four files into `folder`: visits from columns to rows, identifiers made up."""
    with LICORICE.open(encoding="utf-8", newline="") as file:
        table = [
            {name: "" if text == "NA" else text for name, text in row.items()} for row in csv.DictReader(file)
        ]
    identifiers = [f"L-{number:03d}" for number in range(1, len(table) + 1)]
    patients = [
        {"patient_id": i, **{new: row[old] for old, new in PATIENT_COLUMNS.items()}}
        for i, row in zip(identifiers, table, strict=True)
    ]
    visits = [
        {"patient_id": i, "visit": code, **_at_visit(row, code)}
        for i, row in zip(identifiers, table, strict=True)
        for code in VISITS
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yml").write_text(STUDY, "utf-8")
    _write(
        folder / "dictionary.csv",
        [field.name for field in fields(Variable)],
        [_described(row) for row in ROWS],
    )
    _write(folder / "patients.csv", list(patients[0]), patients)
    _write(folder / "visits.csv", list(visits[0]), visits)
    return folder


def _at_visit(row: dict[str, str], code: str) -> dict[str, str]:
    """The values of one visit; what is not asked at it is missing."""
    return {new: row.get(f"{code}_{old}", "") for old, new in VISIT_COLUMNS.items()}


def _described(row: dict[str, str]) -> dict[str, str]:
    """A dictionary row with what most rows share: a covariate of the patients, an ordinal outcome of the visits."""
    if row["name"] == "visit":
        return {**row, "levels": "|".join(VISITS)}
    if row.get("table") == "visits":
        return {"role": "outcome", "section": "follow_up", "kind": "ordinal", "better": "lower", **row}
    if "role" in row:
        return {"table": "patients", **row}
    return {"table": "patients", "role": "covariate", "section": "baseline", **row}


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
