"""The tables about the study itself: its variables, the methods in use, and the reporting checklist as it is answered."""

from __future__ import annotations

from twoarm.tables.columns import PublishedTable, key, number, text, words

DATA_DICTIONARY = PublishedTable(
    name="dictionary",
    title="Variables",
    row="one variable of the study, as its own `dictionary.csv` describes it; codes of missing values are left out",
    columns=(
        key("variable", "name of the variable"),
        words("label", "how the report calls it"),
        text("table", "the file that has it: `patients`, `visits` or `units`"),
        text("role", "`outcome`, `covariate`, `arm`, `id` or `none`"),
        text("section", "code of its section; empty for what stands in none"),
        text("kind", "how its values are read"),
        text("unit", "of its values"),
        words("permitted", "its codes with their labels, or its range and step"),
        text("better", "`higher` or `lower`; empty where neither is better"),
        number("mcid", "minimal important difference"),
        words("mcid_source", "who states it"),
        number("margin", "margin of equivalence"),
        words("margin_source", "who states it"),
        number("tau", "horizon of the restricted mean"),
        words("tau_source", "who states it"),
        number("detectable_change", "minimal detectable change"),
        words("mdc_source", "who states it"),
        words("note", "how it was defined or measured"),
        words("source", "where its values come from"),
    ),
)
METHODS_IN_USE = PublishedTable(
    name="methods",
    title="Methods",
    row="one method of the registry that the study uses",
    columns=(
        key("analysis", "its name, as in `results.csv`"),
        text("estimand", "what it estimates, or the hypothesis that it tests"),
        text("measures", "kinds of variable that it is for"),
        text("occasion", "on what it looks"),
        words("method", "the method in words, as a footnote names it"),
        words("computation", "the computation in a line"),
        words("reference", "key of its source in `references.bib`"),
    ),
)
CHECKLIST = PublishedTable(
    name="checklist",
    title="Reporting checklist",
    row="one item of the checklist for the study's design (STROBE or CONSORT)",
    columns=(
        key("checklist", "its name"),
        key("item", "number of the item"),
        words("part", "of an article"),
        words("topic", "of the item, in our words"),
        text("state", "how far it is answered"),
        words("answer", "what is said of it"),
        words("where", "the parts of the report that answer it"),
    ),
)
