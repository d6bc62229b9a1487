"""The table of what a simulated cohort was made to look like."""

from __future__ import annotations

from twoarm.tables.columns import ARM_LABEL, PublishedTable, added, key, number, words

TARGETS = PublishedTable(
    name="targets",
    title="Targets of the simulated cohort",
    row="one number that the plan of a simulated cohort asks for; none of a cohort that is real, or whose policy masks",
    columns=(
        key(
            "quantity",
            "`mean`, `sd`, `count` (patients of a code), `events` (in units such as balloons), `correlation`, `skewness` "
            "or `share` (of patients, in [0, 1])",
        ),
        key("variable", "name of the variable in `dictionary.csv`"),
        key("other", "of a correlation, the second variable"),
        key("arm", "code of the arm; empty for both together"),
        key("visit", "code of the visit; empty for what is measured once per patient"),
        key("since", "code of the visit from which a change is counted; empty for the values themselves"),
        key(
            "among",
            "the codes that are counted, or of the patients who are looked at, each with its variable",
        ),
        key("limits", "of a share, which values count"),
        number("target", "what the plan asks for"),
        number("within", "how far from it the cohort may lie"),
        number("reached", "what the cohort has; empty where that cannot be computed"),
        words("status", "whether the target is published, informed by a source, or assumed"),
        words("source", "where it comes from"),
        *added("0.2", ARM_LABEL),
    ),
)
