"""The tables of what was published: the audit of its claims, and these beside the estimates of others."""

from __future__ import annotations

from twoarm.tables.columns import (
    ARM_LABEL,
    INTERVAL,
    PublishedTable,
    added,
    count,
    key,
    number,
    p_value,
    text,
    words,
)

CLAIMS = PublishedTable(
    name="claims",
    title="Statistics of published claims",
    row="one number that is computed again for a claim; of a claim without any, the claim",
    columns=(
        key("id", "of the claim, as in `claims.yml`"),
        key("part", "of the claim, where it has parts"),
        words("quote", "the words of the abstract"),
        key("statistic", "what is computed"),
        text("published", "as it was printed"),
        number("recomputed", "as it comes out, at full precision; empty where nothing can be computed"),
        text("significant", "whether a P lies below the threshold that the claim prints: `true` or `false`"),
        text("verdict", "on the claim, the same in each of its rows"),
        key("method", "by which it was computed"),
        *added(
            "0.2",
            words("source", "who states the difference that would matter, in the rows that go by it"),
            words("unit", "of that difference"),
        ),
    ),
    in_order=True,
)
CONTEXT = PublishedTable(
    name="context",
    title="Claims beside cited estimates",
    row="one cited comparison of the arms, beside one range of values that a claim about the same question leaves possible",
    columns=(
        key("source", "of the cited estimate, as in `evidence.csv`"),
        key("outcome", "as in `evidence.csv`"),
        key("measure", "as in `evidence.csv`"),
        key("claim", "id of the claim; empty where none is about the question"),
        key("range", "1, or 2 where the claim leaves values on both sides of none"),
        number("cited", "the cited estimate"),
        number("cited_low", "lower limit of its interval, as it was printed"),
        number("cited_high", "upper limit"),
        number("own", "the claim's own ratio, where its counts give one"),
        number("threshold", "that the claim prints"),
        number("allowed_low", "where the range begins: an open interval; `-inf` where it has no beginning"),
        number("allowed_high", "where it ends"),
        number(
            "common_low",
            "where begins what it has in common with the cited interval; empty where that is nothing",
        ),
        number("common_high", "where that ends"),
        text("holds_estimate", "whether some range of the claim holds the cited estimate: `true` or `false`"),
    ),
)
POOLED_POWER = PublishedTable(
    name="pooled_power",
    title="Power of the published design",
    row="one cited standardised difference, of one design: the sizes and the threshold that claims print",
    columns=(
        key("source", "of the cited difference, as in `evidence.csv`"),
        key("outcome", "as in `evidence.csv`"),
        key("n_treated", "patients of the treated arm"),
        key("n_control", "patients of the control arm"),
        key("threshold", "two-sided, of the claims"),
        number(
            "at_nearer",
            "power at the limit nearer to no difference, in [0, 1]; empty where no interval is cited",
        ),
        number("at_estimate", "power at the cited difference"),
        number("at_farther", "power at the farther limit"),
    ),
)
CROSSWALK = PublishedTable(
    name="crosswalk",
    title="Published statements in the cohort",
    row="one published statement that names an outcome, beside what the cohort has of it; of a change that is stated of no "
    "single arm, one arm",
    columns=(
        key("claim", "id of the claim, as in `claims.yml`"),
        words("part", "of the claim, where it has parts"),
        text("question", "code of its clinical question, as in `claims.yml`"),
        key("variable", "name of the outcome in `dictionary.csv`"),
        key("visit", "code of the visit; empty for what is measured once per patient"),
        key("arm", "code of the arm; empty of both together, and of a difference, treated minus control"),
        text("statement", "the number or the P statement as it was printed"),
        text(
            "direction", "that is stated: `higher` or `lower`, treated minus control or later minus earlier"
        ),
        count("n", "patients, or units within them, behind the value"),
        number("value", "what the cohort has, in `measure_unit`; empty where there is none"),
        *INTERVAL,
        p_value("p_value", "two-sided P of a difference or a change; empty elsewhere"),
        text("met", "`met`, `not met` or `cannot be said`"),
        text(
            "reason",
            "why it is not: `outside_interval`, `p_not_below`, `p_below`, `other_direction`; why that cannot be said: "
            "`masked`, `not_estimated`, `no_interval`, `no_direction`, `nothing_printed`",
        ),
        text(
            "quantity",
            "`share` (of patients), `share_of_units`, `mean`, `median`, `difference` or `change`; empty where nothing is "
            "stated of one",
        ),
        text(
            "measure_unit", "unit of the value, or its scale: `share`, `proportion`, `probability` or `ratio`"
        ),
        ARM_LABEL,
    ),
)
QUESTIONS = PublishedTable(
    name="questions",
    title="Verdicts by clinical question",
    row="one question of `claims.yml`",
    columns=(
        key("question", "its code"),
        words("asks", "the question"),
        text("verdict", "of the claims that decide it"),
        text("claims", "ids of all its claims"),
        text("deciding", "ids of those that give the verdict"),
    ),
    in_order=True,
)
REMARKS = PublishedTable(
    name="remarks",
    title="What conclusions say beyond the results behind them",
    row="one rule that a conclusion meets",
    columns=(
        key("claim", "id of the conclusion"),
        key("rule", "by its name, as `docs/claims.md` defines it"),
        words("words", "of the conclusion that meet it"),
        text("against", "ids of the claims that it is held against"),
    ),
    in_order=True,
)
REPORTING = PublishedTable(
    name="reporting",
    title="What the abstract reports, implies and does not report",
    row="one thing that a reader would look for",
    columns=(
        key("item", "what it is"),
        text("guideline", "that asks for it; empty where none does"),
        text("question", "code of the clinical question on which it bears"),
        text("state", "`reported`, `implied` or `not reported`"),
        words("said", "where the abstract says it, word for word; of what is not reported why it matters"),
    ),
    in_order=True,
)
OTHER_COUNTS = PublishedTable(
    name="settings",
    title="P of counts that are not printed",
    row="one pair of counts near those of a P statement",
    columns=(
        key("claim", "id of the statement"),
        text("counted", "`patients` with an event, where it counts units that lie in them; else `events`"),
        count("treated", "that the first arm of the statement is supposed to have"),
        count("n_treated", "of how many"),
        count("control", "that the other one is supposed to have"),
        count("n_control", "of how many"),
        text("test", "the test that is recommended for these counts"),
        p_value("p_value", "by that test"),
        p_value("p_value_fisher", "by Fisher's exact test"),
    ),
    in_order=True,
)
COMPARISONS = PublishedTable(
    name="comparisons",
    title="Published comparisons of the arms, taken together",
    row="one statement about P between the arms",
    columns=(
        key("claim", "its id"),
        text("published", "the statement"),
        number(
            "p_value", "by the test that is recommended for its counts; empty where no counts are printed"
        ),
        number(
            "p_value_largest", "the same, where several numbers of patients are possible behind counted units"
        ),
        number("comparisons", "how many there are in all"),
        number("chance", "of at least one P below 0.05 among them if the arms are alike, in [0, 1]"),
        number("stated", "how many say that a difference was shown"),
        number("chance_of_stated", "of so many P below 0.05 or more, likewise"),
        number("adjusted", "0.05 divided by their number"),
        text("below", "whether P lies below that: `true` or `false`; empty where it is not known"),
    ),
    in_order=True,
)
