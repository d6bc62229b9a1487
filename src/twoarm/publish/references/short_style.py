"""References as journals of medicine print them: first author, journal, year, volume, pages and one link.

Titles and the other authors stand in the bibliography itself, which a reader can download beside the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pybtex.backends.plaintext import Backend as PlainText
from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Text
from pybtex.style.formatting import BaseStyle, FormattedEntry
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex_docutils import Backend as Nodes
from sphinxcontrib.bibtex.style.names.last import LastNameStyle

# Where an entry stands: the first of these that it has. A journal of a long name has an abbreviation, a book its title.
_PLACES = ("shortjournal", "journal", "booktitle", "shorttitle", "title")
_LINKS = {
    "doi": ("https://doi.org/", "doi:"),
    "pubmed": ("https://www.ncbi.nlm.nih.gov/pubmed/", "PMID:"),
    "url": ("", ""),
}


class ShortReference(BaseStyle):
    """``Li et al. J Am Stat Assoc 2018;113:390–400. doi:10.1080/01621459.2016.1260466``."""

    default_sorting_style = "author_year_title"

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> FormattedEntry:
        """The entry in one line, whatever its type."""
        where = next(entry.fields[name] for name in _PLACES if name in entry.fields)
        whose = _first_author(entry)
        said = Text.from_latex(f"{whose}{'' if whose.endswith('.') else '.'} {where} {_numbers(entry)}.")
        return FormattedEntry(entry.key, Text(said, *_link(entry)), label)


class AuthorAndYear(ShortReference):
    """``Li 2018``: what a citation says before its reference is looked up."""

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> FormattedEntry:
        """Author and year alone."""
        text = Text.from_latex(f"{_family(entry)} {entry.fields['year']}")
        return FormattedEntry(entry.key, text, label)


# The two styles, and what they and Sphinx ask pybtex for by its name.
_PLUGINS: tuple[tuple[str, str, type], ...] = (
    ("pybtex.style.formatting", "short", ShortReference),
    ("pybtex.style.formatting", "author_year", AuthorAndYear),
    ("pybtex.style.sorting", "author_year_title", SortingStyle),
    ("pybtex.style.labels", "number", LabelStyle),
    ("pybtex.style.names", "plain", NameStyle),
    ("pybtex.style.names", "last", LastNameStyle),
    ("pybtex.backends", "docutils", Nodes),
    ("pybtex.backends", "plaintext", PlainText),
)


def register_styles() -> None:
    """Make the styles known under the names by which the book's configuration asks for them.

    What is not registered pybtex looks for among everything that is installed, anew for each citation of a page.
    """
    for group, name, made in _PLUGINS:
        register_plugin(group, name, made, force=True)


def _first_author(entry: Any) -> str:
    return f"{_family(entry)} et al." if len(entry.persons["author"]) > 1 else _family(entry)


def _family(entry: Any) -> str:
    first = entry.persons["author"][0]
    return " ".join([*first.prelast_names, *first.last_names])


def _numbers(entry: Any) -> str:
    """``2018;113:390–400``; the year alone where it has no more."""
    volume, pages = entry.fields.get("volume", ""), entry.fields.get("pages", "").replace("--", "–")
    return entry.fields["year"] + f";{volume}" * bool(volume) + f":{pages}" * bool(pages)


def _link(entry: Any) -> Iterator[str | HRef]:
    """One link, by what is most lasting."""
    for name, (before, shown) in _LINKS.items():
        if name in entry.fields:
            text = f"{shown}{entry.fields[name]}" if shown else "online"
            yield from (" ", HRef(f"{before}{entry.fields[name]}", text))
            return
