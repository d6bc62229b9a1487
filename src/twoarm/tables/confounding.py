"""The tables of what patients were like before treatment and what that does to a comparison."""

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
            "the part of the difference that the imbalance explains, treated minus control, in `unit`; of a time the factor "
            "of the hazard ratio",
        ),
        *INTERVAL,
        p_value("p_value", "two-sided P of no association at equal arms"),
        *SIZES,
        text("unit", "that of the outcome; empty for a proportion or a ratio"),
        text("scale", "`unit`, `proportion` or `ratio`"),
        text(
            "favours",
            "code of the arm that the imbalance makes look better; empty where the interval includes none, or no side is "
            "stated to be better",
        ),
        REASON,
    ),
)
