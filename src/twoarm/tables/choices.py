"""The tables of the chapter on sensitivity: every admissible analysis, and further cohorts of the same plan."""

from __future__ import annotations

from twoarm.tables.columns import (
    ESTIMATE,
    INTERVAL,
    P_VALUE,
    REASON,
    SIZES,
    WHERE,
    PublishedTable,
    key,
    text,
)

SPECIFICATIONS = PublishedTable(
    name="specifications",
    title="Ways to analyse an outcome (specification curves)",
    row="one admissible analysis of one conclusion",
    columns=(
        *WHERE,
        key("test", "the test, or the model"),
        key("unit", "what is counted: `patients`, or `units` within them"),
        key("covariates", "what is adjusted for: `none`, `baseline`, `known` or `both`"),
        key("weights", "`none` or `overlap`"),
        key("outliers", "`all` values, or those `within` Tukey's fences"),
        ESTIMATE,
        *INTERVAL,
        P_VALUE,
        *SIZES,
        text("measure_unit", "unit of the estimate, or its scale"),
        text("role", "`primary` for the analysis of the report, else `sensitivity`"),
        REASON,
    ),
)
RECONSTRUCTED = PublishedTable(
    name="reconstructions",
    title="Further simulated cohorts",
    row="one primary result of one further cohort from the same plan",
    columns=(
        key("seed", "from which the cohort was made"),
        *WHERE,
        key("analysis", "name of the method in the registry (chapter 07)"),
        ESTIMATE,
        *INTERVAL,
        P_VALUE,
    ),
)
