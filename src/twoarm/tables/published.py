"""The tables of what was published: the audit of its claims."""

from __future__ import annotations

from twoarm.tables.columns import PublishedTable, key, number, text, words

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
    ),
    in_order=True,
)
