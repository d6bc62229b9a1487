"""The flow of patients: from the study through the arms and the visits into the analyses, counts live."""

from __future__ import annotations

from twoarm.analysis.patients.flow import Flow
from twoarm.analysis.patients.steps import Stage, Step
from twoarm.masked import bounds
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.naming import section_name
from twoarm.present.outputs import Figure
from twoarm.study.opened import ArmSpec, Study

_WIDTH, _TITLES = 160.0, 38.0  # millimetres; of the figure, and of the column that names the steps
_BOX, _WIDE, _GAP, _PAD = (
    57.0,
    92.0,
    5.5,
    1.7,
)  # widths of the boxes, length of an arrow, from a box's edge to its text
CENTRES = (_TITLES + _BOX / 2, _WIDTH - 1 - _BOX / 2)
MIDDLE = sum(CENTRES) / 2
_LINE = {7: 3.1, 8: 3.6}  # height of a line in millimetres, by its size in points
MOST_LINES = 4  # outcomes that a box names; the table beneath has all
SHORT = 160  # letters of a stated allocation that a box can hold
BEFOREHAND = ("screened", "excluded")  # keys of the design that come before the patients of the study
Lines = list[tuple[str, int, str]]  # text, size in points, weight


def flow_diagram(flow: Flow) -> Figure:
    """Boxes and arrows from the patients of the study to those who enter the primary analyses."""
    study, steps = flow.study, flow.steps
    shared, arms = _shared(study), [_arm(study, arm) for arm in study.arms]
    rows = [[_box(study, step, i) for i in range(2)] for step in steps]
    titles = [_title(study, step) for step in steps]
    heights = [_height(lines) for lines in shared] + [
        max([*map(_height, row), _height(title)])
        for row, title in [(arms, []), *zip(rows, titles, strict=True)]
    ]
    total = sum(heights) + _GAP * (len(heights) - 1) + 3
    with d.style():
        canvas = d.canvas(study, _WIDTH, total)
        foot = d.foot(study) / (total + d.foot(study))
        axes = canvas.add_axes((0, foot, 1, 1 - foot))
        axes.set(xlim=(0, _WIDTH), ylim=(0, total))
        axes.axis("off")
        _draw(axes, shared, [arms, *rows], [[], *titles], heights, total - 1)
    return d.finish(canvas, study, "fig-flow", _caption(flow), _alt(flow), flow)


def step_title(study: Study, step: Step) -> str:
    """How a step is called."""
    if step.stage is Stage.VISIT:
        return w.capital(study.visit(step.code).label)
    return section_name(study, step.code) if step.stage is Stage.SECTION else "In the primary analyses"


def _lost(step: Step) -> str:
    """What those are who are not counted at a step."""
    return "left out" if step.stage is Stage.ANALYSED else "missing"


def _shared(study: Study) -> list[Lines]:
    """The boxes of both arms together; what study.yml does not say has none."""
    design = study.spec.design
    boxes = [_text(f"{w.capital(key)}: {design[key]}", 8, 52) for key in BEFOREHAND if design.get(key)]
    boxes.append([("Patients of the study", 8, "bold"), (f"n = {study.told_n}", 8, "normal")])
    allocation = design.get("allocation", "")
    return [*boxes, _text(f"Allocation: {allocation}", 8, 52)] if 0 < len(allocation) <= SHORT else boxes


def _arm(study: Study, arm: ArmSpec) -> Lines:
    named = _text(arm.name, 7, 38) if arm.name.lower() not in ("", arm.label.lower()) else []
    return [*_text(arm.label, 8, 28, "bold"), *named, (f"n = {study.size(arm.level)}", 8, "normal")]


def _title(study: Study, step: Step) -> Lines:
    """The step and what is counted at it, by name where that is little enough."""
    names = [study.variable(name).label for name in step.counts[0]]
    return [
        *_text(step_title(study, step), 8, 20),
        *_text(w.joined(names) if len(names) < 3 else w.counted(len(names), "outcome"), 7, 24),
    ]


def _box(study: Study, step: Step, arm: int) -> Lines:
    """How many patients, then who lacks what: in a line where each outcome lacks as many."""
    counts, lost, word = step.counts[arm], step.lost(arm), _lost(step)
    lines: Lines = [(f"n = {_span(step, arm)}", 8, "normal")]
    if len(lost) == len(counts) and len({n for _, n in lost}) == 1:
        return [*lines, (f"{lost[0][1]} {word}", 7, "normal")]
    for name, n in lost[:MOST_LINES]:
        lines += _text(f"{study.variable(name).label}: {n} {word}", 7, 38)
    more = len(lost) - MOST_LINES
    return [*lines, (f"and {w.counted(more, 'other outcome')}", 7, "normal")] if more > 0 else lines


def _span(step: Step, arm: int) -> str:
    """``30``, or ``28 to 30`` where it depends on the outcome."""
    low, high = step.span(arm)
    return f"{low}" if low == high else f"{bounds(low)[0]} to {bounds(high)[1]}"


def _text(text: str, size: int, width: int, weight: str = "normal") -> Lines:
    return [(line, size, weight) for line in w.wrapped(text, width).split("\n")]


def _height(lines: Lines) -> float:
    return sum(_LINE[size] for _, size, _ in lines) + 2 * _PAD


def _draw(
    axes, shared: list[Lines], rows: list, titles: list[Lines], heights: list[float], top: float
) -> None:
    """From the top down, `top` being the edge of the row that is drawn."""
    for lines, height in zip(shared, heights, strict=False):
        _boxed(axes, MIDDLE, top, _WIDE, lines, height, d.INK)
        top -= height + _GAP
        if lines is not shared[-1]:
            _arrow(axes, MIDDLE, top + _GAP, top)
    _fork(axes, top + _GAP, top)
    below = heights[len(shared) :]
    for i, (row, title, height) in enumerate(zip(rows, titles, below, strict=True)):
        for x, lines, colour in zip(CENTRES, row, d.COLOURS, strict=True):
            _boxed(axes, x, top, _BOX, lines, height, d.INK if i else colour)
            if i < len(rows) - 1:
                _arrow(axes, x, top - height, top - height - _GAP)
        _written(axes, 0.5, top - height / 2, title, "left", d.GREY)
        top -= height + _GAP


def _boxed(axes, x: float, top: float, width: float, lines: Lines, height: float, colour: str) -> None:
    left, right, low = x - width / 2, x + width / 2, top - height
    axes.plot([left, right, right, left, left], [top, top, low, low, top], color=d.GREY, lw=0.6)
    _written(axes, x, top - height / 2, lines, "center", colour)


def _written(axes, x: float, middle: float, lines: Lines, align: str, colour: str) -> None:
    """Lines of text, their middle at a height; what is set small stays grey."""
    y = middle + sum(_LINE[size] for _, size, _ in lines) / 2
    for text, size, weight in lines:
        shade = d.GREY if size == 7 else colour if weight == "bold" else d.INK
        axes.text(
            x, y - _LINE[size] / 2, text, fontsize=size, weight=weight, ha=align, va="center", color=shade
        )
        y -= _LINE[size]


def _arrow(axes, x: float, start: float, end: float) -> None:
    style = {"arrowstyle": "-|>,head_width=0.12,head_length=0.28", "lw": 0.6, "color": d.GREY}
    axes.annotate("", (x, end), (x, start), arrowprops={**style, "shrinkA": 0, "shrinkB": 0})


def _fork(axes, start: float, end: float) -> None:
    """From the patients to both arms."""
    half = (start + end) / 2
    axes.plot([MIDDLE, MIDDLE], [start, half], color=d.GREY, lw=0.6)
    axes.plot(CENTRES, [half, half], color=d.GREY, lw=0.6)
    for x in CENTRES:
        _arrow(axes, x, half, end)


def _caption(flow: Flow) -> str:
    said = ["Patients with a value at each step, and in the primary analyses."]
    said += ["A range spans the outcomes of a step."] if any(step.varies for step in flow.steps) else []
    stated = any(flow.study.spec.design.get(key) for key in BEFOREHAND)
    said += [] if stated else ["Who was screened or excluded beforehand is not stated."]
    return " ".join(said)


def _alt(flow: Flow) -> str:
    """From the patients of the study to those analysed; the tables of missing values have the steps between."""
    study, step = flow.study, flow.steps[-1]
    arms = w.joined([f"{arm.label} {study.size(arm.level)}" for arm in study.arms])
    ends = w.joined([f"{arm.label} {_span(step, i)}" for i, arm in enumerate(study.arms)])
    last = step_title(study, step)
    return (
        f"Flow diagram: patients of the study {study.told_n}; {arms}; {last[:1].lower()}{last[1:]}: {ends}."
    )
