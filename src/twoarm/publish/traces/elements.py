"""The elements of a written page, each with the place in the file where its start tag ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from twoarm.faces import counts_only

_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_INLINE = {
    "abbr",
    "b",
    "br",
    "cite",
    "del",
    "em",
    "i",
    "ins",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
# What is no number of the page, or leads somewhere else when it is touched; `trace.js` leaves out the same.
_LEFT_OUT = {
    "a",
    "button",
    "code",
    "cite",
    "input",
    "math",
    "pre",
    "script",
    "select",
    "style",
    "summary",
    "svg",
    "template",
}
_TERM = "term"  # a link into the glossary, whose words are part of their sentence
_LEFT_OUT_CLASSES = {"caption-number", "headerlink", "cell_input", "untraced"}


@counts_only
@dataclass(eq=False)
class Element:
    """One element: its tag, its classes, what stands in it and where an attribute may be added."""

    tag: str
    classes: frozenset[str]
    at: int
    parent: Element | None = None
    inner: list[Element | str] = field(default_factory=list)

    def within(self) -> Iterator[Element]:
        """The elements within it, in the order of the file."""
        for one in self.inner:
            if isinstance(one, Element):
                yield one
                yield from one.within()

    def all(self, *tags: str) -> list[Element]:
        """Those within it that have one of these tags."""
        return [one for one in self.within() if one.tag in tags]

    def outer(self) -> Iterator[Element]:
        """The elements that it stands in, from the nearest."""
        if self.parent:
            yield self.parent
            yield from self.parent.outer()

    @property
    def left_out(self) -> bool:
        """Whether its numbers are none that can be asked."""
        tagged = self.tag in _LEFT_OUT and _TERM not in self.classes
        return tagged or bool(self.classes & _LEFT_OUT_CLASSES)

    @property
    def inline(self) -> bool:
        """Whether it stands within the lines of another one."""
        return self.tag in _INLINE or _TERM in self.classes

    def texts(self) -> Iterator[str]:
        """The texts of which it is the block: its own, and those of what stands within its lines."""
        for one in self.inner:
            if isinstance(one, str):
                yield one
            elif one.inline and not one.left_out:
                yield from one.texts()

    @property
    def words(self) -> str:
        """All that it says, links too, in single spaces."""
        return " ".join(" ".join(self._every()).split())

    def _every(self) -> Iterator[str]:
        for one in self.inner:
            if isinstance(one, str):
                yield one
            elif one.tag not in ("script", "style", "svg") and not one.classes & {"headerlink"}:
                yield from one._every()

    @property
    def is_block(self) -> bool:
        """Whether it is one that lines are broken in, and has lines of its own."""
        return not self.inline and not self.left_out and any(text.strip() for text in self.texts())


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._open = Element("", frozenset(), 0)
        self._lines = [0]
        for line in text.split("\n"):  # as the parser counts them
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        at = self._lines[line - 1] + column + len(tag) + 1  # behind the name, where an attribute may stand
        classes = next((value or "" for name, value in attrs if name == "class"), "")
        found = Element(tag, frozenset(classes.split()), at, self._open)
        self._open.inner.append(found)
        if tag not in _VOID:
            self._open = found

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        match: Element | None = self._open
        while match and match.tag != tag:
            match = match.parent
        if match and match.parent:
            self._open = match.parent

    def handle_data(self, data: str) -> None:
        self._open.inner.append(data)


def read_elements(text: str) -> Element:
    """The page as a tree; a tag that is not closed ends with what it stands in."""
    return _Reader(text).root
