"""Conclusions that flipped, in sentences; nothing stronger than the arithmetic behind them."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.runs.conclusions import (
    ADJUSTED,
    EQUIVALENCE,
    ESTIMABLE,
    INTERVAL,
    P_VALUE,
    SIGN,
    SIGNIFICANT,
    VERDICT,
    Flip,
)
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.claims.words import VERDICTS
from twoarm.present.outputs import Table
from twoarm.present.runs.numbers import NOTHING, Reader


@dataclass(frozen=True)
class Group:
    """Rows that are told together; `listed`: each as an item of its own, not as a row of a table."""

    heading: str
    one: str
    listed: bool = False


_SIDES = {
    1: "lies wholly above no difference",
    -1: "lies wholly below no difference",
    0: "includes no difference",
}
SIGNS = {1: "above no difference", -1: "below no difference", 0: "at no difference"}
_CLAIMS, _PRIMARY, _OTHER, _WAYS, _STATISTICS = _GROUPS = (
    Group("Published claims", "published claim", True),
    Group("Primary analyses", "primary result", True),
    Group("Other analyses", "other result"),
    Group("Ways to analyse an outcome (specification curves)", "specification"),
    Group("Single statistics of published claims", "claim statistic"),
)


@counts_only
@dataclass(frozen=True)
class Turned:
    """A row of which at least one conclusion flipped: its name, how it came about, what flipped, what either run holds."""

    name: str
    way: str
    sentences: list[str]
    a: str
    b: str


def turned_rows(found: list[Flip], reader: Reader) -> dict[Group, list[Turned]]:
    """The flipped conclusions by row, the rows in groups: published claims and primary analyses come first."""
    groups: dict[Group, dict[tuple, list[Flip]]] = {group: {} for group in _GROUPS}
    for flip in found:
        groups[_group(flip)].setdefault((flip.table, flip.pair.key), []).append(flip)
    turned = {group: [_turned(row, reader) for row in rows.values()] for group, rows in groups.items()}
    return {group: rows for group, rows in turned.items() if rows}


def turned_table(group: Group, rows: list[Turned]) -> Table:
    """The rows of a group as a table."""
    return Table(
        label=f"flips-{w.slug(group.one)}",
        caption=f"{group.heading} ({w.counted(len(rows), 'row')})",
        head=[["Outcome", "How", "What flipped", "A", "B"]],
        rows=[[row.name, row.way, " ".join(row.sentences), row.a, row.b] for row in rows],
    )


def _group(flip: Flip) -> Group:
    if flip.table == "claims":
        return _CLAIMS if flip.kind == VERDICT else _STATISTICS
    if flip.table == "specifications":
        return _WAYS
    return _PRIMARY if flip.pair.a["role"] == "primary" else _OTHER


def _turned(found: list[Flip], reader: Reader) -> Turned:
    pair, verdict = found[0].pair, found[0].kind == VERDICT
    shown = ("", "") if verdict else reader.cells(pair)
    return Turned(
        name=f"Claim {pair.a['id']}" if verdict else reader.labels.row(pair.a),
        way=_quoted(pair.a["quote"]) if verdict else reader.labels.way(pair.a),
        sentences=[flip_sentence(flip, reader.alphas) for flip in found],
        a=shown[0],
        b=shown[1],
    )


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def flip_sentence(flip: Flip, alphas: tuple[float, float]) -> str:
    """Which way a conclusion went, in one sentence."""
    a, b = flip.a, flip.b
    if flip.kind == INTERVAL:
        return f"The interval of A {_SIDES[a]}, that of B {_SIDES[b]}."
    if flip.kind == SIGN:
        return (
            f"The estimate of A lies {SIGNS[a]}, that of B {SIGNS[b]}; both intervals include no difference."
        )
    if flip.kind == VERDICT:
        return f"The verdict is “{_verdict(a)}” in A and “{_verdict(b)}” in B."
    if flip.kind == ESTIMABLE:
        return _made(flip)
    if flip.kind == SIGNIFICANT:
        return f"Against the threshold that the claim prints, P is {_threshold(a)} in A and {_threshold(b)} in B."
    return _sided(flip.kind, a, b, alphas)


def _sided(kind: str, a: bool, b: bool, alphas: tuple[float, float]) -> str:
    name = {P_VALUE: "P", ADJUSTED: "The adjusted P"}.get(kind, "P of the test of equivalence")
    levels = [w.exact(alpha) for alpha in alphas]
    meaning = ""
    if kind == EQUIVALENCE:
        meaning = f" Within the margin of equivalence: {_yes(a)} in A, {_yes(b)} in B."
    return f"{name} is {_below(a)} {levels[0]} in A and {_below(b)} {levels[1]} in B.{meaning}"


def _below(below: bool) -> str:
    return "below" if below else "not below"


def _yes(shown: bool) -> str:
    return "shown" if shown else "not shown"


def _made(flip: Flip) -> str:
    has, lacks, row = ("A", "B", flip.pair.b) if flip.a else ("B", "A", flip.pair.a)
    reason = f": {row['reason']}" if row.get("reason") else ""
    return f"{has} has an estimate or a P, {lacks} has none{reason}."


def _verdict(name: str) -> str:
    return VERDICTS[name].word if name in VERDICTS else name


def _threshold(value: str) -> str:
    return {"true": "below", "false": "not below", "": "not computed"}.get(value, value or NOTHING)
