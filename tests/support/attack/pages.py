"""What a page says in passing: a small count, or all but a few, beside the number of patients that it is out of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

from attack.relations import Relations
from twoarm.study.disclosure.policy import Policy

SHARE = re.compile(r"(?<![\d.])(\d+)(?:/| of | out of )(\d+)(?![\d.])")
WHOLE = ("patients", "known", "pairs", "units", "modelled")


def said_on_pages(run: Path, relations: Relations, policy: Policy) -> Iterator[str]:
    """Pages and files with a count that the policy masks, or with all patients but so many, as ``3/40`` or ``37 of 40``.

    Parameters
    ----------
    run : the folder of a published run.
    relations : of its tables; what is out of another number than one of patients or units is no count of these.
    """
    sizes = {end for key, ends in relations.bounds.items() if key[0] in WHOLE for end in ends}
    for path in sorted(_read(run / "html")):
        text = _text_of(path)
        found = [(int(count), int(whole)) for count, whole in SHARE.findall(text)]
        if any(whole in sizes and _tells(count, whole, policy) for count, whole in found):
            inside = path.is_relative_to(run / "html")
            yield f"page {path.relative_to(run / 'html').as_posix()}" if inside else f"file {path.name}"


def _read(html: Path) -> Iterator[Path]:
    """The pages, the traces of their numbers, and every table and record beside the website."""
    yield from html.rglob("*.html")
    yield from html.glob("trace.json")
    yield from html.glob("_static/traces/*.js")
    for suffix in ("csv", "json", "bib"):
        yield from html.parent.glob(f"*.{suffix}")


def _text_of(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        text = BeautifulSoup(text, "html.parser").get_text(" ")
    return " ".join(text.replace("\\n", " ").split())


def _tells(count: int, whole: int, policy: Policy) -> bool:
    return count <= whole and (policy.small(count) or policy.small(whole - count))
