"""Headings that a study has nothing for leave the page, and with it the navigation and every document made from it.

A notebook has one heading per question and is the same for every study. Where its cells show nothing for a study, the
heading would promise what does not follow.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

_UNSEEN = (nodes.title, nodes.Invisible, nodes.system_message)  # a message has been logged already
_FOLDED = ("input", "input+output", "all")  # what MyST-NB calls a cell whose code a reader has to unfold


class DropEmptySections(SphinxTransform):
    """Remove each section that holds a title and nothing that a reader sees, the innermost first.

    The section of a page's own title stays, whatever it holds.
    """

    # After a label has moved on to its heading (260), before a reference to it is resolved (879) and before the
    # collectors of titles, labels and numbers read the page (880).
    default_priority = 300

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for section in reversed(list(self.document.findall(nodes.section))):
            if not isinstance(section.parent, nodes.document) and not any(map(_is_seen, section)):
                _forget(self.document, section)
                section.parent.remove(section)


def _is_seen(node: nodes.Node) -> bool:
    """Whether a child of a section is anything but its title, a mark for machines or a cell that shows nothing."""
    if isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code":
        return any(_cell_shows(part, node.get("hide_mode")) for part in node)
    # What is pending is no mark: something comes in its place.
    return isinstance(node, nodes.pending) or not isinstance(node, _UNSEEN)


def _cell_shows(part: nodes.Element, hide_mode: str | None) -> bool:
    """Whether the code or the output of a cell is seen; an output may be there and be empty."""
    if part.get("nb_element") == "cell_code_source":
        return hide_mode not in _FOLDED
    return bool(part.astext().strip()) or part.next_node(nodes.image) is not None


def _forget(document: nodes.document, section: nodes.section) -> None:
    """Take the names of a section out of the page's registers, so that a reference to it is an unknown one."""
    gone = {name for node in section.findall(nodes.Element) for name in node["ids"]}
    for name in [name for name, target in document.nameids.items() if target in gone]:
        del document.nameids[name], document.nametypes[name]
    for name in gone:
        document.ids.pop(name, None)
    for label in list(document.findall(nodes.target)):  # a label of the heading stands before the section
        if label.get("refid") in gone:
            label.parent.remove(label)
