"""What the report may show of its patients, for whoever reads it: a sentence and a table, where anything is kept back."""

from __future__ import annotations

from twoarm.present.outputs import Markdown, Table, Text, as_markdown
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.opened import Study


def disclosure_policy(study: Study) -> list[Text | Table]:
    """What is masked or made coarser, and why a cell reads as it does; nothing where everything is shown."""
    words = PolicyWords(study.spec.policy)
    if not words.sentence:
        return []
    why = "To protect its patients, the study shows less than was computed."
    rows = [[choice.label, choice.rule] for choice in words.choices]
    caption = f"What is shown of the patients: the policy {words.policy.profile}."
    table = Table("tab-policy", caption, [["What", "How it is shown"]], rows, 1, ["left", "left"])
    return [Text(Markdown(f"{why} {as_markdown(words.sentence)}")), table]
