"""The text of an abstract as a person has it: plain or Markdown, in a file or piped; whatever cannot be one is refused."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from twoarm.drafting.abstract.reading.sentences import sentences_of
from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.labels import unseen

STDIN = "-"
MOST_WORDS = 1200
_MOST_BYTES = 400_000
_KNOWN = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word file or an archive",
    b"{\\rtf": "a file of rich text",
    b"\xd0\xcf\x11\xe0": "an old Word file",
}
_TAGS = re.compile(
    r"</?(?:i|em|b|strong|sup|sub|p|br|h\d|div|span|a|title|abstract|sec|italic|bold|jats:\w+)\b[^<>]*>", re.I
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*|__|_)(?=\S)(.+?)(?<=\S)\1(?![\w*])")


@dataclass(frozen=True)
@counts_only
class Source:
    """An abstract: the name of its file, its title, and its text, whose paragraphs have a blank line between them."""

    name: str
    title: str
    text: str

    @property
    def quotable(self) -> str:
        """All that may be quoted."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


def read_source(file: str) -> Source:
    """The abstract of a file, or of the standard input.

    Raises
    ------
    InputError
        Where it is no text, empty, or too long for an abstract.
    """
    name, content = _bytes(file)
    lines = _lines(_decoded(content, name))
    words = sum(len(line.split()) for line in lines)
    if not words:
        raise _refused(name, "empty", "an abstract of words")
    if words > MOST_WORDS:
        raise _refused(
            name,
            f"{words} words, which is more than an abstract has ({MOST_WORDS} at most)",
            "keep the abstract alone",
        )
    title, body = _title(lines)
    return Source(name, title, body)


def _refused(name: str, rule: str, mend: str) -> InputError:
    return InputError(f"{name} cannot be read as an abstract", [Problem(Place(name), rule, mend)])


def _bytes(file: str) -> tuple[str, bytes]:
    if file == STDIN:
        return "the standard input", sys.stdin.buffer.read(_MOST_BYTES + 1)
    path = Path(file).expanduser()
    if not path.is_file():
        what = "a folder; with --confirm its guesses are confirmed" if path.is_dir() else "no such file"
        raise InputError(f"{path.name} cannot be read", [Problem(Place(path.name), what)])
    with path.open("rb") as stream:
        return path.name, stream.read(_MOST_BYTES + 1)


def _decoded(content: bytes, name: str) -> str:
    """The text, in UTF-8, or in what its marks or its letters tell."""
    for start, what in _KNOWN.items():
        if content.startswith(start):
            raise _refused(name, f"{what}, not plain text", "copy the abstract into a text file")
    if len(content) > _MOST_BYTES:
        raise _refused(name, f"more than {_MOST_BYTES} bytes", "keep the abstract alone")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise _refused(name, "not plain text", "copy the abstract into a text file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> list[str]:
    """Its lines without markup, and without characters that nobody sees."""
    text = html.unescape(_TAGS.sub("", text))
    text = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if not unseen(c))
    lines = (re.sub(r"^\s*>\s?", "", line) for line in text.split("\n"))
    return [_EMPHASIS.sub(r"\2", line).strip() for line in lines]


def _title(lines: list[str]) -> tuple[str, str]:
    """The title, where the first line is one, and the rest; a heading of Markdown stands as a line of its own."""
    filled = [place for place, line in enumerate(lines) if line]
    first = lines[filled[0]]
    bare = re.sub(r"^(?:#+ |title: ?)", "", first, flags=re.I).strip()
    alone = len(filled) > 1 and len(bare) <= 300 and not re.search(r"[.;,]$", bare)
    is_title = alone and (first != bare or not _is_text(bare))
    rest = lines[filled[0] + 1 :] if is_title else lines
    body = "\n".join(re.sub(r"^#+ ", "", line) for line in rest)
    return (bare if is_title else ""), re.sub(r"\n{3,}", "\n\n", body).strip()


def _is_text(line: str) -> bool:
    """Whether a line is already part of the abstract: it begins with the heading of a section, or has several sentences."""
    found = sentences_of(line)
    return len(found) > 1 or bool(found and found[0].start > 0)
