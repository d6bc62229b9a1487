"""The flow of patients: from the study through the arms and the visits into the analyses, counts live."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure as Canvas

from twoarm.analysis.patients.flow import Flow
from twoarm.analysis.patients.steps import Stage, Step
from twoarm.masked import bounds
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import fitted
from twoarm.present.naming import section_name
from twoarm.present.outputs import Figure
from twoarm.study.opened import ArmSpec, Study

_GAP, _PAD = 5.5, 1.7  # millimetres: length of an arrow, from a box's edge to its text
MOST_LINES = 4  # outcomes that a box names; the table beneath has all
SHORT = 160  # letters of a stated allocation that a box can hold
BEFOREHAND = ("screened", "excluded")  # keys of the design that come before the patients of the study
Lines = list[tuple[str, str, str]]  # text, its kind, weight
PLAIN, SMALL = "plain", "small"  # kinds: what is small stands in grey


@dataclass(frozen=True)
class Ground:
    """Where the boxes stand, in millimetres: beside a column that names the steps, or beneath the steps' names."""

    sheet: d.Sheet
    titles: float  # width of the column that names the steps; none on a telephone
    box: float
    wide: float

    @property
    def centres(self) -> tuple[float, float]:
        return self.titles + self.box / 2 + 0.5, self.sheet.width - 0.5 - self.box / 2

    @property
    def middle(self) -> float:
        return sum(self.centres) / 2

    @property
    def title_room(self) -> float:
        return self.titles - 2 if self.titles else self.sheet.width - 2


_WIDE, _NARROW = Ground(d.WIDE, 40.0, 60.0, 98.0), Ground(d.NARROW, 0.0, 41.0, 84.0)


def flow_diagram(flow: Flow) -> Figure:
    """Boxes and arrows from the patients of the study to those who enter the primary analyses."""
    wide, narrow = _drawn(flow, _WIDE), _drawn(flow, _NARROW)
    words = _caption(flow), _alt(flow)
    return d.finish(wide, flow.study, "fig-flow", *words, flow, narrow=narrow, title=_title_of(flow))


def _drawn(flow: Flow, ground: Ground) -> Canvas:
    study, steps, sheet = flow.study, flow.steps, ground.sheet
    shared, arms = _shared(study, ground), [_arm(study, arm, ground) for arm in study.arms]
    rows = [[_box(study, step, i, ground) for i in range(2)] for step in steps]
    titles = [_title(study, step, ground) for step in steps]
    heads = [0.0 if ground.titles else _tall(title, sheet) + 0.8 for title in titles]
    heights = [_height(lines, sheet) for lines in shared] + [
        max([*(_height(lines, sheet) for lines in row), _height(title if ground.titles else [], sheet)])
        for row, title in [(arms, []), *zip(rows, titles, strict=True)]
    ]
    total = sum(heights) + sum(heads) + _GAP * (len(heights) - 1) + 3
    with d.style(sheet):
        canvas = d.canvas(study, sheet.width, total, sheet)
        foot = 1 - total * d.MM / canvas.get_figheight()
        axes = canvas.add_axes((0, foot, 1, 1 - foot))
        axes.set(xlim=(0, sheet.width), ylim=(0, total))
        axes.axis("off")
        _draw(axes, ground, shared, [arms, *rows], [[], *titles], heights, [0.0, *heads], total - 1)
    return canvas


def _title_of(flow: Flow) -> str:
    """How many of the patients enter the primary analyses; empty where a count of them is masked."""
    last = flow.steps[-1] if flow.steps else None
    if last is None or last.stage is not Stage.ANALYSED:
        return ""
    told = [f"{_span(last, i)} of {last.sizes[i]} with {arm.label}" for i, arm in enumerate(flow.study.arms)]
    return f"In the primary analyses: {w.joined(told)}."


def step_title(study: Study, step: Step) -> str:
    """How a step is called."""
    if step.stage is Stage.VISIT:
        return w.capital(study.visit(step.code).label)
    return section_name(study, step.code) if step.stage is Stage.SECTION else "In the primary analyses"


def _lost(step: Step) -> str:
    """What those are who are not counted at a step."""
    return "left out" if step.stage is Stage.ANALYSED else "missing"


def _shared(study: Study, ground: Ground) -> list[Lines]:
    """The boxes of both arms together; what study.yml does not say has none."""
    design, room = study.spec.design, ground.wide - 2 * _PAD
    keys = [key for key in BEFOREHAND if design.get(key)]
    boxes = [_text(f"{w.capital(key)}: {design[key]}", PLAIN, room, ground) for key in keys]
    boxes.append([("Patients of the study", PLAIN, "bold"), (f"n = {study.told_n}", PLAIN, "normal")])
    allocation = design.get("allocation", "")
    if 0 < len(allocation) <= SHORT:
        boxes.append(_text(f"Allocation: {allocation}", PLAIN, room, ground))
    return boxes


def _arm(study: Study, arm: ArmSpec, ground: Ground) -> Lines:
    room = ground.box - 2 * _PAD
    is_named = arm.name.lower() not in ("", arm.label.lower())
    named = _text(arm.name, SMALL, room, ground) if is_named else []
    label = _text(arm.label, PLAIN, room, ground, "bold")
    return [*label, *named, (f"n = {study.size(arm.level)}", PLAIN, "normal")]


def _title(study: Study, step: Step, ground: Ground) -> Lines:
    """The step and what is counted at it, by name where that is little enough."""
    names = [study.variable(name).label for name in step.counts[0]]
    counted = w.joined(names) if len(names) < 3 else w.counted(len(names), "outcome")
    if not ground.titles:
        return _text(f"{step_title(study, step)} ({counted})", SMALL, ground.title_room, ground)
    return [
        *_text(step_title(study, step), PLAIN, ground.title_room, ground),
        *_text(counted, SMALL, ground.title_room, ground),
    ]


def _box(study: Study, step: Step, arm: int, ground: Ground) -> Lines:
    """How many patients, then who lacks what: in a line where each outcome lacks as many."""
    counts, lost, word = step.counts[arm], step.lost(arm), _lost(step)
    lines: Lines = [(f"n = {_span(step, arm)}", PLAIN, "normal")]
    if len(lost) == len(counts) and len({n for _, n in lost}) == 1:
        return [*lines, (f"{lost[0][1]} {word}", SMALL, "normal")]
    for name, n in lost[:MOST_LINES]:
        lines += _text(f"{study.variable(name).label}: {n} {word}", SMALL, ground.box - 2 * _PAD, ground)
    more = len(lost) - MOST_LINES
    return [*lines, (f"and {w.counted(more, 'other outcome')}", SMALL, "normal")] if more > 0 else lines


def _span(step: Step, arm: int) -> str:
    """``30``, or ``28 to 30`` where it depends on the outcome."""
    low, high = step.span(arm)
    return f"{low}" if low == high else f"{bounds(low)[0]} to {bounds(high)[1]}"


def _text(text: str, kind: str, room: float, ground: Ground, weight: str = "normal") -> Lines:
    lines = fitted(text, 70, room, ground.sheet.points, bold=weight == "bold").split("\n")
    return [(line, kind, weight) for line in lines]


def _tall(lines: Lines, sheet: d.Sheet) -> float:
    return sheet.line * len(lines)


def _height(lines: Lines, sheet: d.Sheet) -> float:
    return _tall(lines, sheet) + 2 * _PAD


def _draw(
    axes,
    ground: Ground,
    shared: list[Lines],
    rows: list,
    titles: list[Lines],
    heights: list[float],
    heads: list[float],
    top: float,
) -> None:
    """From the top down, `top` being the edge of the row that is drawn."""
    for lines, height in zip(shared, heights, strict=False):
        _boxed(axes, ground, ground.middle, top, ground.wide, lines, height)
        top -= height + _GAP
        if lines is not shared[-1]:
            _arrow(axes, ground.middle, top + _GAP, top)
    _fork(axes, ground, top + _GAP, top)
    below = heights[len(shared) :]
    for i, (row, title, height, head) in enumerate(zip(rows, titles, below, heads, strict=True)):
        if head:
            _written(axes, ground, 1.0, top - head / 2, title, "left")
        top -= head
        for x, lines in zip(ground.centres, row, strict=True):
            _boxed(axes, ground, x, top, ground.box, lines, height)
            if i < len(rows) - 1:
                _arrow(axes, x, top - height, top - height - _GAP)
        if not head:
            _written(axes, ground, 0.5, top - height / 2, title, "left")
        top -= height + _GAP


def _boxed(axes, ground: Ground, x: float, top: float, width: float, lines: Lines, height: float) -> None:
    left, right, low = x - width / 2, x + width / 2, top - height
    axes.plot([left, right, right, left, left], [top, top, low, low, top], color=d.GREY, lw=0.6)
    _written(axes, ground, x, top - height / 2, lines, "center")


def _written(axes, ground: Ground, x: float, middle: float, lines: Lines, align: str) -> None:
    """Lines of text, their middle at a height; what is small stands in grey."""
    y = middle + _tall(lines, ground.sheet) / 2
    for text, kind, weight in lines:
        shade = d.GREY if kind == SMALL else d.INK
        axes.text(x, y - ground.sheet.line / 2, text, weight=weight, ha=align, va="center", color=shade)
        y -= ground.sheet.line


def _arrow(axes, x: float, start: float, end: float) -> None:
    style = {"arrowstyle": "-|>,head_width=0.12,head_length=0.28", "lw": 0.6, "color": d.GREY}
    axes.annotate("", (x, end), (x, start), arrowprops={**style, "shrinkA": 0, "shrinkB": 0})


def _fork(axes, ground: Ground, start: float, end: float) -> None:
    """From the patients to both arms."""
    half = (start + end) / 2
    axes.plot([ground.middle, ground.middle], [start, half], color=d.GREY, lw=0.6)
    axes.plot(ground.centres, [half, half], color=d.GREY, lw=0.6)
    for x in ground.centres:
        _arrow(axes, x, half, end)


def _caption(flow: Flow) -> str:
    said = ["Patients with a value at each step."]
    said += ["A range spans the outcomes of a step."] if any(step.varies for step in flow.steps) else []
    stated = any(flow.study.spec.design.get(key) for key in BEFOREHAND)
    said += [] if stated else ["Who was screened or excluded beforehand is not stated."]
    return " ".join(said)


def _alt(flow: Flow) -> str:
    steps = w.joined([step_title(flow.study, step) for step in flow.steps][:3])
    return f"Flow diagram: {flow.study.told_n} patients, both arms, then {steps}. {_title_of(flow)}".strip()
