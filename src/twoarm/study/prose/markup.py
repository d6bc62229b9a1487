"""What authors may write in Markdown: a list of what is allowed, held against the tokens of the book's own parser.

A page shows such a text through MyST, whose directives and roles read files, run code and write HTML. What is not on
the list is refused whatever it would do, and what is on it does none of these things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

from twoarm.study.prose.allowed_markup import (
    ALLOWED,
    ALLOWED_ROLES,
    ATTRIBUTES,
    BRACE,
    CITING,
    DEFINED_TWICE,
    EXTENSIONS,
    FORMATTED,
    HEADLESS,
    LINK,
    LINKED,
    MARKUP_RULES,
    OTHER,
    PAGE,
)

A_WORD = "word"  # in the place of any live value


@dataclass(frozen=True, order=True)
class Refused:
    """A part of a text that is not allowed: its line, counted from 0, the rule, and what to do."""

    line: int
    rule: str
    mend: str


def refused_markup(text: str) -> list[Refused]:
    """Everything in a Markdown text, as a page is given it, that is not on the list of what is allowed.

    Examples
    --------
    >>> refused_markup("*More* with `VBS` {cite:p}`Welch1947`, see [here](https://example.org).")
    []
    >>> [(found.line, found.rule) for found in refused_markup("Two lines,\\n\\n![a picture](x.png)")]
    [(2, 'an image')]
    """
    # Settings of a page stand at the head of a text; on its page other texts stand above it and below it.
    return sorted(set(_refused(text)) or set(_refused(text, on_page=True)))


def refused_template(template: str) -> list[Refused]:
    """`refused_markup` of a text with placeholders, whose values are always escaped; also a brace that stands alone.

    Examples
    --------
    >>> refused_template("{treated} is {{cite}}`Welch1947`; {{raw}}`x`")[0].rule
    'a role that no text may have'
    """
    try:
        return refused_markup(_with_words(template))
    except ValueError:
        return [Refused(_line_of_brace(template), *BRACE)]


def linked_pages(template: str) -> list[tuple[int, str]]:
    """The pages of the book to which an accepted text leads, each with its line, without the place on the page."""
    found = ((line, token.attrs["href"].partition("#")[0]) for line, token in _live(template, "link_open"))
    named = ((line, re.sub(r".*<(.*)>", r"\1", content)) for line, content in _roles(template, "doc"))
    return [(line, page) for line, page in (*found, *named) if page and "://" not in page]


def cited_keys(template: str) -> list[tuple[int, str]]:
    """The keys of the bibliography that an accepted text cites, each with its line."""
    roles = _roles(template, *CITING)
    return [(line, key.strip()) for line, content in roles for key in content.split(",")]


def _roles(template: str, *names: str) -> Iterator[tuple[int, str]]:
    found = ((line, token) for line, token in _live(template, "myst_role") if token.meta["name"] in names)
    return ((line, token.content) for line, token in found)


def _live(template: str, kind: str) -> Iterator[tuple[int, Any]]:
    return ((line, part) for line, part in _located(_with_words(template), {}) if part.type == kind)


def _with_words(template: str) -> str:
    """The text with a word for each live value, and its doubled braces as one.

    A name that stands before a code span as the name of a role does is left: it is to be judged as that.
    """
    parts = list(Formatter().parse(template))
    pairs = zip(
        parts, [*parts[1:], ("", None, None, None)], strict=False
    )  # of an empty text there is no part
    return "".join(text + _word(name, behind) for (text, name, *_), (behind, *_) in pairs)


def _word(name: str | None, behind: str) -> str:
    if name is None:
        return ""
    return f"{{{name}}}" if behind.startswith("`") else A_WORD


def _line_of_brace(template: str) -> int:
    """The first line that has braces which are no pair."""
    for number, line in enumerate(template.split("\n")):
        try:
            list(Formatter().parse(line))
        except ValueError:
            return number
    return 0


@lru_cache
def _parser() -> Any:
    """The parser of the book's pages; imported where a text is read, since most commands read none."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    parser = create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)
    # The parser leaves a link to javascript: or file: as text; here it is a link, so that its author hears of it.
    parser.validateLink = lambda url: True
    return parser


def _refused(text: str, on_page: bool = False) -> Iterator[Refused]:
    """What a text breaks by itself, or with other texts above it and below it, as on its page."""
    above, below = (f"{A_WORD}\n\n", f"\n\n{A_WORD}") if on_page else ("", "")
    environment: dict[str, Any] = {}
    parts = list(_located(f"{above}{text}{below}", environment))
    found = [(line, rule) for line, part in parts for rule in _broken(part)]
    found += _wrong_definitions(environment)
    if on_page and parts[0][1].type == "dl_open":
        found.append((2, HEADLESS))
    for line, rule in found:
        yield Refused(min(line - above.count("\n"), text.count("\n")), *rule)


def _wrong_definitions(environment: dict[str, Any]) -> list[tuple[int, tuple[str, str]]]:
    """Addresses that stand apart from the words they belong to; another text of the page could use them."""
    known, again = environment.get("references", {}).values(), environment.get("duplicate_refs", [])
    led = [(d["map"][0], LINKED) for d in (*known, *again) if not _is_allowed_link(d["href"])]
    return led + [(definition["map"][0], DEFINED_TWICE) for definition in again]


def _located(text: str, environment: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    """Every token of a text, and those within it, with its line."""
    line = 0
    for token in _parser().parse(text, environment):
        line = place = token.map[0] if token.map else line
        yield line, token
        for child in token.children or []:
            yield place, child
            place += child.type in ("softbreak", "hardbreak")


def _broken(token: Any) -> Iterator[tuple[str, str]]:
    """The rule that a token breaks, with what to do; what ends is judged where it begins."""
    if token.type == "myst_role":
        if token.meta["name"] not in ALLOWED_ROLES:
            yield "a role that no text may have", f"allowed are {', '.join(ALLOWED_ROLES)}"
        elif token.meta["name"] == "numref" and re.search(r"\{(?!(?:name|number)\})", token.content):
            yield FORMATTED
    elif token.type not in ALLOWED:
        yield from [MARKUP_RULES.get(token.type, OTHER)] * (token.nesting >= 0)
    elif set(token.attrs) - ATTRIBUTES.get(token.type, set()):
        yield MARKUP_RULES["span_open"]
    elif token.type == "link_open" and not _is_allowed_link(token.attrs["href"]):
        yield LINKED


def _is_allowed_link(target: str) -> bool:
    return bool(LINK.fullmatch(target) or PAGE.fullmatch(target))
