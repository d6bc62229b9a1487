"""The tables of the patients: who is known and analysed, how alike the arms were, and events of a hundred patients."""

from __future__ import annotations

from twoarm.tables.columns import (
    ARM_LABEL,
    INTERVAL,
    WHERE,
    Holds,
    PublishedTable,
    added,
    count,
    key,
    number,
    text,
)

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
        *added("0.2", ARM_LABEL),
    ),
)
BALANCE = PublishedTable(
    name="balance",
    title="Balance of the arms before treatment",
    row="one characteristic of the patients before treatment",
    columns=(
        *WHERE,
        number(
            "smd",
            "standardised difference; over several levels a distance without a sign; empty where there is none",
        ),
        number("smd_weighted", "the same under overlap weights; empty where there are none"),
        number("standard_error", "of a standardised difference by chance alone, at the sizes of the arms"),
        number(
            "limit",
            "the absolute difference from which a characteristic is called imbalanced; of a randomised study twice the "
            "standard error",
        ),
        text("beyond", "whether `smd` reaches the limit: `true` or `false`"),
        text("beyond_weighted", "whether `smd_weighted` does"),
    ),
)
FREQUENCIES = PublishedTable(
    name="frequencies",
    title="Natural frequencies",
    row="one event, of two printed counts of patients or of a real cohort, as its icon array shows it",
    columns=(
        key("claim", "id of the published statement; empty of a cohort"),
        *WHERE,
        number("treated", "patients of a hundred with the event, in the first arm"),
        number("control", "the same in the other one"),
        number("difference", "the first minus the other, in patients of a hundred"),
        number("low", "lower limit of the difference of the shares, in [-1, 1]", spread=True),
        number("high", "upper limit of it", spread=True),
        *(column for column in INTERVAL if column.holds is Holds.LEVEL),
    ),
)
