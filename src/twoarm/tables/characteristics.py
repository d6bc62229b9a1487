"""The tables of what characteristics of the patients do to a comparison: by their imbalance, and at their levels."""

from __future__ import annotations

from twoarm.tables.columns import (
    INTERVAL,
    REASON,
    SIZES,
    WHERE,
    PublishedTable,
    key,
    number,
    p_value,
    text,
)

CONFOUNDING = PublishedTable(
    name="confounding",
    title="What imbalances before treatment do to the outcomes",
    row="one characteristic that differed before treatment and one outcome, of a study that is not randomised",
    columns=(
        *WHERE,
        key("characteristic", "name of the variable that differs, in `dictionary.csv`"),
        key("characteristic_visit", "code of its visit; empty for what is measured once per patient"),
        number("imbalance", "its standardised difference, `smd` of `balance.csv`"),
        number(
            "estimate",
            "the part of the difference that the imbalance explains, treated minus control, in `measure_unit`; of a time "
            "the factor of the hazard ratio",
        ),
        *INTERVAL,
        p_value("p_value", "two-sided P of no association at equal arms"),
        *SIZES,
        text("measure_unit", "unit of the estimate, or its scale: `proportion` or `ratio`"),
        text(
            "favours",
            "code of the arm that the imbalance makes look better; empty where the interval includes none, or no side is "
            "stated to be better",
        ),
        REASON,
    ),
)
SUBGROUPS = PublishedTable(
    name="subgroups",
    title="The primary outcome in subgroups",
    row="the primary outcome at one level of one subgroup that the study names; the first row is of all patients",
    columns=(
        *WHERE,
        key("subgroup", "name of the variable in `dictionary.csv`; empty for all patients"),
        key("level", "code of its level; empty for all patients"),
        number(
            "estimate",
            "difference of means or shares, treated minus control, in `measure_unit`; of a time the hazard ratio",
        ),
        *INTERVAL,
        p_value("p_interaction", "two-sided P of the same difference at all levels of the subgroup"),
        *SIZES,
        text("measure_unit", "unit of the estimate, or its scale: `proportion` or `ratio`"),
        REASON,
    ),
)
