"""The texts of ``study.yml``, ``claims.yml`` and ``abstract.md`` against their limits, each problem with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from twoarm.errors import Place, Problem
from twoarm.study.prose.limits import Limit, fields_of, length_rules, limit_of
from twoarm.study.prose.markup import refused_template

STUDY, CLAIMS, ABSTRACT = "study.yml", "claims.yml", "abstract.md"
PlacedText = tuple[str, ScalarNode]  # the field of a text, and the text with its place in the file


def long_texts(folder: Path) -> list[Problem]:
    """Every text of a study that is longer than its limit or has a character that nobody sees.

    Those of the tables and of the commentary are told of by who reads these files.
    """
    found = [*_in_yaml(folder / STUDY, _of_study), *_in_yaml(folder / CLAIMS, _of_claims)]
    abstract = _read(folder / ABSTRACT)
    return found + [Problem(Place(ABSTRACT), rule) for rule in length_rules(abstract, limit_of(ABSTRACT))]


def _read(path: Path) -> str:
    """The text of a file; none of one that is not there or cannot be read, which others tell of."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _in_yaml(path: Path, texts_of: Callable[[Node], Iterator[PlacedText]]) -> Iterator[Problem]:
    try:
        texts = list(texts_of(YAML(typ="safe", pure=True).compose(_read(path))))
    except (YAMLError, ValueError, RecursionError):  # who reads the values tells of it
        return
    known = fields_of(path.name)
    for field, text in texts:
        if field in known:
            yield from _wrong(text, limit_of(path.name, field))


def _wrong(text: ScalarNode, limit: Limit) -> Iterator[Problem]:
    """What a text is against: its length, and what it has that no page may show, where pages show it as Markdown."""
    first = text.start_mark.line + 1
    rules = length_rules(text.value, limit)
    yield from (Problem(Place(limit.file, first, limit.field), rule) for rule in rules)
    if limit.markdown and not rules:
        first += text.style in ("|", ">")  # the text begins below the sign
        for part in refused_template(text.value.strip()):
            yield Problem(Place(limit.file, first + part.line, limit.field), part.rule, part.mend)


def _of_study(root: Node) -> Iterator[PlacedText]:
    yield from _of_mapping(root)
    yield from _of_claims(root)  # sections
    for _, value in _pairs(root):
        yield from _of_claims(value)  # what may happen after treatment


def _of_claims(root: Node) -> Iterator[PlacedText]:
    """The texts of every entry of every list."""
    for _, entries in _pairs(root):
        for entry in entries.value if isinstance(entries, SequenceNode) else []:
            yield from _of_mapping(entry)


def _of_mapping(node: Node) -> Iterator[PlacedText]:
    for field, value in _pairs(node):
        yield from ((field, text) for text in _texts(value))


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    """The keys and values of a mapping, and of those that it merges into itself (``<<``)."""
    for key, value in node.value if isinstance(node, MappingNode) else []:
        if isinstance(key, ScalarNode) and key.value == "<<":
            for merged in value.value if isinstance(value, SequenceNode) else [value]:
                yield from _pairs(merged)
        elif isinstance(key, ScalarNode):
            yield key.value, value


def _texts(value: Node) -> Iterator[ScalarNode]:
    """The text of a field, or the texts of its list or of its facts, whose names are shown too."""
    nodes = value.value if isinstance(value, SequenceNode) else [value]
    if isinstance(value, MappingNode):
        nodes = [*(name for name, _ in value.value), *(text for _, text in _pairs(value))]
    yield from (node for node in nodes if isinstance(node, ScalarNode))
