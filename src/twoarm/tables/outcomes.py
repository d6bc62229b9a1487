"""The tables of the outcomes: what was estimated and what was observed."""

from __future__ import annotations

from twoarm.tables.columns import (
    ESTIMATE,
    INTERVAL,
    P_VALUE,
    REASON,
    SIDE,
    SIZES,
    WHERE,
    PublishedTable,
    count,
    key,
    number,
    p_value,
    text,
    words,
)

RESULTS = PublishedTable(
    name="results",
    title="Estimates",
    row="one estimate: of a contrast of the arms, or of one arm",
    columns=(
        *WHERE,
        SIDE,
        key("analysis", "name of the method in the registry (chapter 07)"),
        key("estimand", "what is estimated, in the field's standard term"),
        ESTIMATE,
        *INTERVAL,
        P_VALUE,
        p_value("p_adjusted", "P of a primary result adjusted within its family of outcomes (Holm)"),
        words("method", "the method in words, as a footnote names it"),
        *SIZES,
        text("unit", "unit of estimate and limits; empty for a ratio, a probability or a proportion"),
        key("role", "`primary` or `sensitivity`"),
        REASON,
    ),
)
SUMMARIES = PublishedTable(
    name="summaries",
    title="Summaries of the arms",
    row="one variable in one arm at one visit, as it was observed; of a variable with levels, one level",
    columns=(
        *WHERE,
        key("arm", "code of the arm"),
        key("level", "label of the level; of a change between visits, which change"),
        count("n", "patients with a value"),
        count("missing", "patients without one"),
        number("mean", "mean, in the variable's unit"),
        number("sd", "standard deviation of the sample (n - 1)", spread=True),
        number("median", "median; of a time, that of the Kaplan-Meier curve"),
        number("q1", "first quartile"),
        number("q3", "third quartile"),
        number("min", "smallest value"),
        number("max", "largest value"),
        count("count", "patients at the level, or with the event"),
        number("percent", "the same in percent of `n`"),
    ),
)
