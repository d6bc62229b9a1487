"""What is said of subgroups: that they are explored, how many there are, and whether the difference is another one."""

from __future__ import annotations

from twoarm.analysis.subgroups.values import SubgroupEffects, SubgroupPart
from twoarm.present import wording as w
from twoarm.present.figures.subgroups import interaction_words, judged_outcome, subgroup_forest
from twoarm.present.outputs import Figure, Text, paragraph, spoken

_READ = "The test of interaction asks whether the arms differ otherwise in some patients; intervals of single levels do not."


def subgroup_outputs(found: SubgroupEffects | None) -> list[Text | Figure]:
    """What is said of the subgroups, and their forest; nothing where the study names none."""
    outputs = (subgroup_sentences(found), subgroup_forest(found))
    return [one for one in outputs if one is not None]


def subgroup_sentences(found: SubgroupEffects | None) -> Text | None:
    """How many subgroups there are, what the tests say and how many of them chance alone would call; None without any."""
    if found is None:
        return None
    labels = w.joined([part.variable.label for part in found.parts])
    counted = w.counted(len(found.parts), "subgroup")
    return spoken(
        paragraph(
            f"The study names {counted} for {judged_outcome(found)}: {labels}. This is an exploration.",
            _READ,
            *(_said(found, part) for part in found.parts),
            _chance(found),
        )
    )


def _said(found: SubgroupEffects, part: SubgroupPart) -> str:
    p, alpha = part.test.p_value, found.study.parameters.alpha
    if part.test.masked:
        return f"What {part.variable.label} shows is masked, because few patients are behind it."
    if p is None:
        return f"Nothing can be tested by {part.variable.label}: {part.test.reason}."
    tested = interaction_words(found, part)
    if p < alpha:
        return f"The difference is not the same at all levels of {part.variable.label} ({tested})."
    return f"Whether it differs by {part.variable.label} is open ({tested})."


def _chance(found: SubgroupEffects) -> str:
    tested = sum(part.test.p_value is not None for part in found.parts)
    if not tested:
        return ""
    share = w.level_text(found.study.parameters.alpha)
    if tested == 1:
        return f"Where there is no interaction at all, such a test finds one in {share} of studies."
    return f"The {tested} tests are not adjusted for their number: without any interaction each finds one in {share}."
