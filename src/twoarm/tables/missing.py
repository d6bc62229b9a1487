"""The tables of outcomes that some patients lack: what imputation makes of them, and what would turn their conclusions."""

from __future__ import annotations

from twoarm.tables.columns import (
    ESTIMATE,
    INTERVAL,
    P_VALUE,
    REASON,
    SIZES,
    WHERE,
    PublishedTable,
    count,
    key,
    number,
    text,
)

_METHOD = key("analysis", "name of the method, as in `methods.csv`")
IMPUTATION = PublishedTable(
    name="imputation",
    title="Outcomes with missing values",
    row="one outcome at its last visit that some patients lack; its pooled estimate stands in `results.csv`",
    columns=(
        *WHERE,
        _METHOD,
        count(
            "complete_treated", "patients of the treated arm with every value that the main analysis takes"
        ),
        count("complete_control", "the same of the control arm"),
        *SIZES,
        number("imputations", "how many completed data sets are pooled; empty without a pooled estimate"),
        number("lost_information", "the fraction of missing information, in [0, 1]"),
        text(
            "moved_arm",
            "`treated` or `control`: whose imputed values are moved to see where the conclusion turns",
        ),
        text(
            "move",
            "how: `shift` (all by one number, in the outcome's unit), `share` (to a share with the event), `hazard` (to "
            "a multiple of the hazard)",
        ),
        number("start", "the move at which they are like what is known"),
        number("least_move", "the smallest move that was looked at"),
        number("most_move", "the largest one"),
        number(
            "turns_below", "the nearest move below `start` with another conclusion; empty where there is none"
        ),
        number("turns_above", "the nearest one above it"),
        number(
            "completions",
            "of shares: in how many ways the events of those missing in both arms may have fallen",
        ),
        number("turned", "of these, in how many the conclusion is not that of the known patients"),
        REASON,
    ),
)
TIPPING = PublishedTable(
    name="tipping",
    title="Estimates as missing values move",
    row="one move of the imputed values of an outcome, with what it makes of the estimate",
    columns=(
        *WHERE,
        _METHOD,
        key("at", "the move, as `move` of `imputation.csv` says"),
        ESTIMATE,
        *INTERVAL,
        P_VALUE,
        REASON,
    ),
)
