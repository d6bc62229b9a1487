"""The crosswalk: what is printed of each outcome, what the cohort has of it, and whether that meets it."""

from __future__ import annotations

from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.crosswalk.lines import CrossedStatement, Crosswalk
from twoarm.analysis.crosswalk.met import Met
from twoarm.analysis.crosswalk.statements import Quantity
from twoarm.present import wording as w
from twoarm.present.crosswalk.places import claims_part, place_of
from twoarm.present.crosswalk.words import met_text
from twoarm.present.outputs import Link, Table

OF_P = (Quantity.DIFFERENCE, Quantity.CHANGE)
HOW_MET = (
    "Met is a P on its side of the printed threshold, in the stated direction; a share (Wilson’s interval) or a mean that "
    "the interval holds."
)


def crosswalk_table(crosswalk: Crosswalk | None) -> Table | None:
    """Each statement with what the cohort has of it; those about P that say the same and are met share a row.

    None where no claim names an outcome.
    """
    if crosswalk is None:
        return None
    groups: dict[tuple, list[CrossedStatement]] = {}
    for at, line in enumerate(crosswalk.lines):
        groups.setdefault(_alike(crosswalk, line) or (at,), []).append(line)
    rows = [_row(crosswalk, lines) for lines in groups.values()]
    head = [["Outcome", "Printed", "In this cohort", "Met"]]
    caption = "The published statements and this cohort."
    return Table(
        "tab-crosswalk",
        caption,
        head,
        rows,
        1,
        ["left"] * 4,
        _notes(crosswalk),
        crosswalk,
        result=2,
        data=("crosswalk",),
    )


def _alike(crosswalk: Crosswalk, line: CrossedStatement) -> tuple | None:
    """What statements of one row have in common; None of one that stands alone."""
    shared = line.judged.met is Met.MET and line.statement.quantity in OF_P
    return (line.statement.quantity, _printed(crosswalk, line), line.statement.p) if shared else None


def _row(crosswalk: Crosswalk, lines: list[CrossedStatement]) -> list[str]:
    first = lines[0]
    shown = _cohort(first) if len(lines) == 1 else _ps(lines)
    ids = claims_part((line.statement.claim.id for line in lines), crosswalk.study.claims)
    met = Link.joined([f"{met_text(first)} (", ids, ")"])
    return [_outcomes(crosswalk, lines), _printed(crosswalk, first), shown, met]


def _outcomes(crosswalk: Crosswalk, lines: list[CrossedStatement]) -> str:
    """Each outcome once, with the arms that are meant, leading to where the report shows it."""
    parts: list[tuple[str, str] | str] = []
    for name in dict.fromkeys(line.variable.name for line in lines):
        of_one = [line for line in lines if line.variable.name == name]
        to = place_of(of_one[0], crosswalk.comparisons.get(of_one[0].variable.section))
        parts += [*(["; "] if parts else []), (of_one[0].variable.label, to), _meant(crosswalk, of_one)]
    return Link.joined(part for part in parts if part)


def _meant(crosswalk: Crosswalk, lines: list[CrossedStatement]) -> str:
    """``, change in VBS``; both arms are not named."""
    labels = {arm.level: arm.label for arm in crosswalk.study.arms}
    arms = list(dict.fromkeys(labels[line.arm] for line in lines if line.arm))
    named = "" if len(arms) == len(labels) else w.joined(arms)
    change = "change" if lines[0].statement.quantity is Quantity.CHANGE else ""
    said = " in ".join(filter(None, (change, named)))
    return f", {said}" if said else ""


def _ps(lines: list[CrossedStatement]) -> str:
    """``P 0.094 to 0.62``: the smallest and the largest of several."""
    limit = lines[0].statement.p.threshold if lines[0].statement.p else USUAL
    found = sorted(line.estimate.p_value for line in lines if line.estimate.p_value is not None)
    return w.solid(f"P {' to '.join(dict.fromkeys(w.p_text(p, limit) for p in (found[0], found[-1])))}")


def _printed(crosswalk: Crosswalk, line: CrossedStatement) -> str:
    """The printed number, or the P statement with the direction that is stated in the words of its method."""
    statement, words = line.statement, {1: "higher", -1: "lower", 0: ""}
    comparison = crosswalk.comparisons.get(line.variable.section)
    result = comparison.result(line.variable.name, line.visit) if comparison else None
    if result is not None and statement.quantity is Quantity.DIFFERENCE:
        words |= {1: result.method.more, -1: result.method.less}
    return ", ".join(filter(None, (statement.printed, words[statement.direction]))) or "–"


def _cohort(line: CrossedStatement) -> str:
    """``4/30 (13%)`` above its interval; a value with its interval above its unit, and P."""
    scale, side = w.Scale(line, line.variable), line.statement.p
    if line.statement.quantity is Quantity.SHARE and line.events is not None:
        return f"{w.solid(w.share(line.events, line.n))}\n{w.solid(w.interval(line, line.variable))}%"
    p = line.estimate.p_value
    tested = w.p_phrase(p, side.threshold if side else USUAL) if p is not None else ""
    return "\n".join(filter(None, (w.estimate_cell(line, line.variable), _unit(line, scale), tested)))


def _unit(line: CrossedStatement, scale: w.Scale) -> str:
    """That of a mean as it is measured; of a difference of percentages points."""
    if line.estimate.value is None:
        return ""
    unit = line.variable.unit if line.statement.quantity in (Quantity.MEAN, Quantity.MEDIAN) else ""
    return unit or scale.with_unit("").strip()


def _notes(crosswalk: Crosswalk) -> list[str]:
    level = w.level_text(crosswalk.study.parameters.level)
    return [f"In brackets, or beneath a share: the {level} interval. {HOW_MET}", *_by_patient(crosswalk)]


def _by_patient(crosswalk: Crosswalk) -> list[str]:
    """What is counted in units and compared by the patients who have any."""
    compared = [line.variable for line in crosswalk.lines if line.statement.quantity is Quantity.DIFFERENCE]
    labels = list(dict.fromkeys(v.label for v in compared if v.measure == "events"))
    return [f"{w.joined(labels)}: the arms are compared by patients with at least one."] if labels else []
