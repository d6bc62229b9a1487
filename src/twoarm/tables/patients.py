"""The tables of the patients: who is known and analysed."""

from __future__ import annotations

from twoarm.tables.columns import WHERE, PublishedTable, count, key, text

FLOW = PublishedTable(
    name="flow",
    title="Patients with a value and patients analysed",
    row="one variable in one arm at one visit, whatever its role; treated arm first",
    columns=(
        *WHERE,
        key("arm", "code of the arm"),
        text("role", "of the variable, as in `dictionary.csv`"),
        count("n", "patients with a value"),
        count("missing", "patients without one"),
        count(
            "analysed",
            "of an outcome, patients in its main analysis at the visit; empty where nothing is analysed",
        ),
        count(
            "modelled", "patients in the model of its whole course; empty where none was asked for, or fitted"
        ),
    ),
)
