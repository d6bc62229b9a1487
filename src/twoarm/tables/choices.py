"""The tables of choices: the plan, every admissible analysis beside it, and further cohorts of the same plan."""

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
    p_value,
    text,
    words,
)

PLANNED = PublishedTable(
    name="plan",
    title="Analysis plan",
    row="one method of one variable, as the registry applies it to the study, whatever the values are",
    columns=(
        key("section", "of the variable; `baseline` for what is described before treatment"),
        key("variable", "name of the variable in `dictionary.csv`"),
        key("analysis", "name of the method, as in `methods.csv`"),
        text("role", "`primary` or `sensitivity`"),
        text(
            "occasion", "on what the method looks: `latest`, `always`, `change` ... as the registry names it"
        ),
        words("method", "the method in words, as a footnote names it"),
    ),
)
SPECIFICATIONS = PublishedTable(
    name="specifications",
    title="Ways to analyse an outcome (specification curves)",
    row="one admissible analysis of one conclusion",
    columns=(
        *WHERE,
        key("test", "the test, or the model"),
        key("unit", "what is counted: `patients`, or `units` within them"),
        key(
            "covariates",
            "what is adjusted for: `none`, `baseline`, `known` or `both`; `complete` and `baseline_complete` are the first "
            "two of the patients whose covariates are all known, where some are not",
        ),
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
        key("analysis", "name of the method, as in `methods.csv`"),
        ESTIMATE,
        *INTERVAL,
        P_VALUE,
    ),
)
ROBUSTNESS = PublishedTable(
    name="robustness",
    title="How far conclusions move",
    row="one primary result, under one kind of variation",
    columns=(
        *WHERE,
        key(
            "question",
            "what is varied: the `specifications` of the analysis, or the cohort (`reconstructions`)",
        ),
        count("asked", "analyses, or further cohorts, that have a P"),
        count("below", "of these, with P below alpha"),
        count("contrary", "of these, with P on the other side of alpha than the primary result"),
        count(
            "single", "of the contrary, those that differ in a single choice; empty where no choice is varied"
        ),
        number("smallest", "smallest estimate on the scale of the primary result"),
        number("largest", "largest estimate on that scale"),
        p_value("smallest_p", "smallest P"),
        p_value("largest_p", "largest P"),
        count("not_estimable", "analyses, or cohorts, that have no P"),
    ),
)
