"""The tables of the outcomes: what was estimated and what was observed."""

from __future__ import annotations

from twoarm.tables.columns import (
    ARM_LABEL,
    ESTIMATE,
    INTERVAL,
    P_VALUE,
    REASON,
    SECTION,
    SIDE,
    SIZES,
    VARIABLE,
    WHERE,
    PublishedTable,
    added,
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
    row="one estimate, of a contrast of the arms or of one arm",
    columns=(
        *WHERE,
        SIDE,
        key("analysis", "name of the method, as in `methods.csv`"),
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
        *added(
            "0.2",
            number(
                "horizon", "where the means end that are compared, in `unit`; empty where they have no end"
            ),
            count(
                "draws",
                "of an estimate by resampling: how often it is drawn; 0 where every way is gone through",
            ),
            number(
                "monte_carlo_p",
                "Monte-Carlo standard error of `p_value`; empty where nothing is drawn for it",
            ),
            number(
                "monte_carlo_limit",
                "Monte-Carlo standard error of a limit, in standard errors of the estimate",
            ),
            number(
                "pooled_sd",
                "of a primary difference of means: root of the mean variance of both arms, the unit of its figure",
            ),
            text(
                "horizon_source",
                "who stated the horizon, `assumed` where nobody is named, or `from the data`; empty without one",
            ),
            number(
                "statistic",
                "statistic behind `p_value`: t, z, chi-square or Mann-Whitney's U, as `method` has it; empty without one",
            ),
            number("df", "degrees of freedom of a t or a chi-square; empty for a z or a U"),
            ARM_LABEL,
        ),
    ),
)
SUMMARIES = PublishedTable(
    name="summaries",
    title="Summaries of the arms",
    row="one variable in one arm at one visit, as it was observed; of a variable with levels, one level",
    columns=(
        *WHERE,
        key("arm", "code of the arm; empty for both together, of what was known before treatment"),
        key("level", "label of the level; of a change between visits, which change"),
        count("n", "patients with a value"),
        count("missing", "patients without one"),
        number("mean", "mean, in the variable's unit"),
        number("sd", "standard deviation of the sample (n - 1)", spread=True),
        number("median", "median; of a time, that of its curve"),
        number("q1", "first quartile"),
        number("q3", "third quartile"),
        number("min", "smallest value"),
        number("max", "largest value"),
        count("count", "patients at the level, or with the event"),
        number("percent", "the same in percent of `n`"),
        *added(
            "0.2",
            number("p5", "5th percentile; of numbers alone"),
            number("p95", "95th percentile; of numbers alone"),
            ARM_LABEL,
            count(
                "units",
                "of units within the patients: units with a value, the other numbers being of patients; empty elsewhere and "
                "under a policy that masks",
            ),
        ),
    ),
)
COURSES = PublishedTable(
    name="courses",
    title="Means at the visits",
    row="the mean of one averaged outcome in one arm at one visit",
    columns=(
        *WHERE,
        key("arm", "code of the arm"),
        count("n", "patients with a value"),
        number("mean", "mean, in `unit`; empty with fewer than two patients, or where all have one value"),
        *INTERVAL,
        text("unit", "unit of the outcome"),
        *added("0.2", ARM_LABEL),
    ),
)
CURVES = PublishedTable(
    name="curves",
    title="Kaplan-Meier curves",
    row="one arm's curve of one time-to-event outcome at one time",
    columns=(
        SECTION,
        VARIABLE,
        key("arm", "code of the arm"),
        key("at", "`tick` of the figure's axis, or `step` of the curve"),
        key("time", "in `unit`"),
        count(
            "at_risk",
            "patients under observation just before it; of a step under a policy that coarsens times, after the step before",
        ),
        count(
            "events",
            "patients with the event: before a tick, at a step (or since the step before); empty where it is not told",
        ),
        count("censored", "patients whose observation ended without it, in the same way"),
        number("survival", "share still free of the event just after it; empty beyond the end of the curve"),
        *INTERVAL,
        text("unit", "unit of the time"),
        *added("0.2", ARM_LABEL),
    ),
    singles=True,
)
SURVIVAL = PublishedTable(
    name="survival",
    title="Shares free of an event at stated times",
    row="the share of an arm still free of one event at a time that the dictionary states, or the difference of both arms",
    columns=(
        SECTION,
        VARIABLE,
        SIDE,
        key("time", "as the dictionary states it, in `time_unit`"),
        number(
            "estimate", "the share just after it, or the difference, in [-1, 1]; empty where there is none"
        ),
        *INTERVAL,
        P_VALUE,
        number("statistic", "z of a difference; empty for an arm"),
        *SIZES,
        text("time_unit", "unit of the time"),
        REASON,
        ARM_LABEL,
    ),
)
VARIANCES = PublishedTable(
    name="variance",
    title="How far patients differ from each other and from themselves",
    row="one averaged outcome of several visits, by its mixed model",
    columns=(
        SECTION,
        VARIABLE,
        *SIZES,
        number(
            "between",
            "standard deviation between patients, in `unit`; empty where there is none, or a policy masks it",
        ),
        number("within", "standard deviation within a patient, in `unit`; empty as `between`"),
        number("correlation", "intraclass correlation: the variance between over the sum of both"),
        text("unit", "unit of the outcome"),
    ),
)
AGREEMENT = PublishedTable(
    name="agreement",
    title="Agreement of the results of an outcome",
    row="the answer to one question about one outcome, at its main visit",
    columns=(
        *WHERE,
        key(
            "question",
            "`difference`: where the interval of the main result lies; `level`: does its P say what its interval says; "
            "`family`: does its P adjusted within the family; `interval`: do the intervals of the other methods; "
            "`tests`: does the P of each two-sided test of two shares lie below the significance level; `beside`: does "
            "the test beside the main result agree; `margin`, `importance`: where the interval lies beside that size; "
            "`loss`: did the mean of each arm get better and then worse; `worse`: do nearly all patients get worse",
        ),
        count("asked", "how many results, or arms, are asked"),
        count("agreeing", "how many of them agree"),
        text("disagreeing", "names of those that do not, with `|` between them"),
        text(
            "not_estimable", "names of those that could not be computed, or have nothing known to agree with"
        ),
        text(
            "answer",
            "of one interval where it lies; of several `all`, `some` or `none`; else why there is none",
        ),
        text("side", "of an interval, which side it lies on or reaches: `above`, `below` or `both`"),
    ),
)
POWERS = PublishedTable(
    name="power",
    title="What the sizes can detect",
    row="the smallest true difference of one outcome that a test at its sizes detects, below or above none",
    columns=(
        *WHERE,
        key("analysis", "name of the method, as in `methods.csv`"),
        *SIZES,
        number("alpha", "two-sided significance level of the test"),
        number("power", "probability that the test detects the difference"),
        number("detectable", "the difference, on `scale`; empty where none is detected so often"),
        text(
            "scale", "`sd`: standard deviations; `proportion`: from the share observed with the control arm"
        ),
        REASON,
    ),
)
