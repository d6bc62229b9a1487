"""Terms of the glossary: where a page uses one first, it leads there, and carries what it means for who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from html import escape
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from twoarm.faces import counts_only
from twoarm.publish.website.front.marked import Evidence, Sentence

_CITED = re.compile(r"[\s,]+(?=[.;])")  # what is left of a sentence whose references are taken out
_SHORT = re.compile(r"(.+) \((\w+)\)")  # "standard deviation (SD)"
# Where a word is no part of a sentence: it leads somewhere already, is a name, or is the label of something to press.
_NOT_WITHIN = (nodes.reference, nodes.literal, nodes.strong, nodes.entry, nodes.title, Sentence, Evidence)
_NOT_CALLED = {"fold-line", "twoarm-card", "twoarm-door", "twoarm-key"}
_ENTRIES: WeakKeyDictionary[BuildEnvironment, list[GlossaryEntry]] = WeakKeyDictionary()


class Term(nodes.Inline, nodes.TextElement):
    """The first use of a term on a page of the website."""


@counts_only
@dataclass(frozen=True)
class GlossaryEntry:
    """An entry of the glossary: its page, its id there, what it says, and an expression for how it is written."""

    page: str
    anchor: str
    says: str
    written: re.Pattern[str]


def setup_terms(app: Sphinx) -> None:
    """Connect the terms to Sphinx."""
    app.add_node(Term, html=(_open_term, _close_term))
    app.add_post_transform(LinkTerms)


class LinkTerms(SphinxPostTransform):
    """Let the first use of each term in the sentences of a page lead into the glossary."""

    default_priority = 940
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        if (
            self.env not in _ENTRIES
        ):  # to read the glossary again for each page takes longer than to link its terms
            _ENTRIES[self.env] = list(entries_of(self.env))
        left = [entry for entry in _ENTRIES[self.env] if entry.page != self.env.docname]
        for text in list(self.document.findall(nodes.Text)) if left else ():
            if _is_said(text):
                left = self._link(text, left)

    def _link(self, text: nodes.Text, left: list[GlossaryEntry]) -> list[GlossaryEntry]:
        """Mark the terms of a text, those that overlap once; returns the terms that are still to come."""
        said, done = str(text), 0
        parts: list[nodes.Node] = []
        found = [(use.start(), -use.end(), entry) for entry in left if (use := entry.written.search(said))]
        used = []
        for start, end, entry in sorted(found, key=lambda one: one[:2]):
            if start < done:
                continue
            to = f"{self.app.builder.get_relative_uri(self.env.docname, entry.page)}#{entry.anchor}"
            parts += [nodes.Text(said[done:start]), Term("", said[start:-end], to=to, says=entry.says)]
            used.append(entry)
            done = -end
        if used and text.parent is not None:
            text.parent.replace(text, [*parts, nodes.Text(said[done:])])
        return [entry for entry in left if entry not in used]


def entries_of(env: BuildEnvironment) -> Iterator[GlossaryEntry]:
    """The entries of the book's glossary; none where the book has no such page."""
    pages = {page for page, _ in env.domaindata["std"]["terms"].values()}
    for page in sorted(pages & env.found_docs):
        for glossary in env.get_doctree(page).findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                says = _meaning(item.next_node(nodes.definition))
                for term in item.findall(nodes.term):
                    yield GlossaryEntry(page, term["ids"][0], says, written_as(term.astext()))


def _meaning(definition: nodes.definition) -> str:
    texts = [t for t in definition.findall(nodes.Text) if not _within(t, (addnodes.pending_xref,))]
    return _CITED.sub("", " ".join("".join(texts).split()))


def written_as(term: str) -> re.Pattern[str]:
    """How a term is written in a sentence: each of its names, in the singular or the plural.

    Examples
    --------
    >>> [bool(written_as("standard deviation (SD)").search(text)) for text in ("Standard deviations", "SD", "sds")]
    [True, True, False]
    """
    short = _SHORT.fullmatch(term)
    names = [*short.groups()] if short else term.split(", ")
    either = "|".join(_name(name) for name in names)
    return re.compile(rf"(?<![\w-])(?:{either})s?(?![\w-])")


def _name(name: str) -> str:
    """A name whatever its capitals, unless it is made of them; whatever its apostrophe and its blanks."""
    source = re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s")
    return source if name.isupper() else f"(?i:{source})"


def _is_said(text: nodes.Text) -> bool:
    return _within(text, (nodes.paragraph, nodes.caption)) and not _within(text, _NOT_WITHIN, _NOT_CALLED)


def _within(node: nodes.Node, kinds: tuple[type, ...], called: Set[str] = frozenset()) -> bool:
    around = node.parent
    while around is not None:
        if isinstance(around, kinds) or called & set(around.get("classes", [])):
            return True
        around = around.parent
    return False


def _open_term(translator: Any, node: Term) -> None:
    to, says = escape(node["to"]), escape(node["says"])
    translator.body.append(f'<a class="term" href="{to}" data-says="{says}">')


def _close_term(translator: Any, node: Term) -> None:
    translator.body.append("</a>")
