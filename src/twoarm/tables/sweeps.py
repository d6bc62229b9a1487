"""The table that a sweep over several sites writes beside its runs; it is of no single run."""

from __future__ import annotations

from twoarm.tables.columns import (
    ESTIMATE,
    INTERVAL,
    P_VALUE,
    REASON,
    SECTION,
    VARIABLE,
    VISIT,
    PublishedTable,
    count,
    key,
    number,
    p_value,
    text,
)

POOLED = PublishedTable(
    name="pooled",
    title="Sites together",
    row="the primary result of one outcome, of all sites under one combination of parameters",
    columns=(
        key("parameters", "the combination, as `name value`; empty where all have their defaults"),
        SECTION,
        VARIABLE,
        VISIT,
        key("analysis", "name of the method of each site, as in `methods.csv`"),
        key("estimand", "what is estimated, in the field's standard term"),
        count("sites", "sites with an estimate and an interval"),
        ESTIMATE,
        *INTERVAL,
        P_VALUE,
        number(
            "between",
            "standard deviation of the true effects between the sites; of a ratio that of its logarithm",
        ),
        number("i_squared", "share of it in all that the estimates vary, in [0, 1]"),
        number("q", "Cochran's Q of homogeneity"),
        p_value("q_p", "its P"),
        number("next_low", "lower limit of what the true effect of a further site is expected within"),
        number("next_high", "upper limit of the same"),
        text("unit", "unit of estimate and limits; empty for a ratio, a probability or a proportion"),
        REASON,
    ),
)
