"""What a checklist is, and an item of one."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.present.about.checklists.rules import Rule
from twoarm.present.outputs import Markdown

FRONT, INTRODUCTION, METHODS = "Title and abstract", "Introduction", "Methods"
RESULTS, DISCUSSION, OTHER = "Results", "Discussion", "Other information"


@dataclass(frozen=True)
class Item:
    """One item: its number in the checklist, its part of an article, its topic and the rule that answers it."""

    number: str
    part: str
    topic: str
    answer: Rule


@dataclass(frozen=True)
class Checklist:
    """What a report of a kind of study should say.

    Attributes
    ----------
    name : how it is called. label : of its table.
    of : the kind of study. caption : of its table.
    statement : the publication, in words with its citation.
    items : in their order, those of a part of an article together.
    """

    name: str
    label: str
    of: str
    caption: str
    statement: Markdown
    items: tuple[Item, ...]
