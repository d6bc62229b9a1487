"""The arms of the study: their labels, the row of the arm, and columns that only repeat it."""

from __future__ import annotations

from twoarm.drafting.answers import Answers
from twoarm.drafting.layout.arrangement import Measure
from twoarm.drafting.questions.roles import ARM, leaning, said
from twoarm.drafting.written.rows import Row
from twoarm.study.dictionary import Variable
from twoarm.study.guessing.kinds import as_levels
from twoarm.study.guessing.names import a_label
from twoarm.study.schema.kinds import Kind, Role
from twoarm.study.specification import ArmSpec

_CHANCE = 20  # patients; of so many no characteristic is the same as the arm by accident
YES = {"1", "yes", "y", "true"}


def arm_row(row: Row, specs: tuple[ArmSpec, ArmSpec], answers: Answers) -> Row:
    """The row of the arm, with the levels of the two arms."""
    levels = tuple((arm.level, a_label(arm.label, f"arm {n}")) for n, arm in enumerate(specs, 1))
    guess = as_levels(row.measure.guess, "arm", [arm.level for arm in specs])
    variable = Variable(
        row.variable.name,
        guess.label,
        "patients",
        Role.ARM,
        "",
        Kind.ARM,
        levels=levels,
        source=row.variable.source,
    )
    guessed = ["label"] + ([] if "=" in answers.treated and "=" in answers.control else ["levels"])
    return Row(variable, row.measure, tuple(guessed + ([] if answers.arm else ["role"])))


def arm_specs(arm: Measure, levels: tuple[str, str], answers: Answers) -> tuple[ArmSpec, ArmSpec]:
    """The treated and the control arm, called as a person said, else after their codes and the column."""
    told = [answer.partition("=")[2].strip() for answer in (answers.treated, answers.control)]
    labels = [a_label(t, "") or g for t, g in zip(told, _arm_labels(arm, levels), strict=True)]
    if labels[0] == labels[1]:
        labels = [f"{labels[0]} {code}" for code in levels]
    treated, control = (
        ArmSpec(level=code, label=a_label(label, f"arm {code}"))
        for code, label in zip(levels, labels, strict=True)
    )
    return treated, control


def _arm_labels(arm: Measure, levels: tuple[str, str]) -> list[str]:
    """What the arms are called: words as they are; of codes and of yes and no, the name of the column helps."""
    treated, control = levels
    spoken = arm.guess.label[:1].lower() + arm.guess.label[1:]
    if {code.casefold() for code in levels} in ({"0", "1"}, {"no", "yes"}, {"n", "y"}, {"false", "true"}):
        if all(word in ARM for word in said(arm)):
            return ["treated", "control"]
        return [spoken, f"no {spoken}"] if treated.casefold() in YES else [f"no {spoken}", spoken]
    if treated.replace(".", "").isdigit():
        return [f"{spoken} {treated}", f"{spoken} {control}"]
    return [a_label(treated, "treated"), a_label(control, "control")]


def repeats(m: Measure, arm: Measure) -> bool:
    """Whether a column is the arm under other codes; few patients may agree by chance."""
    if m is arm or len(m.guess.levels) != len(arm.guess.levels) or len(m.guess.cells) < _CHANCE:
        return False
    pairs = set(zip(m.guess.cells, arm.guess.cells, strict=True))
    return len(pairs) == len(arm.guess.levels) == len({cell for cell, _ in pairs})


def is_compared(m: Measure, answers: Answers) -> bool:
    """Whether a person, or its name, says that a column is what the arms are compared by."""
    named = [*answers.outcomes, answers.primary, *answers.time, *answers.event]
    return leaning(m) == "outcome" or any(m.answers_to(name) for name in named if name)
