"""Every source that is cited stands in the bibliography, and every entry of it is complete and cited."""

from __future__ import annotations

import re

import nbformat
import pytest
from places import ROOT
from pybtex.database import BibliographyData, Entry, parse_file, parse_string

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.present.claims.words import SOURCES

BIBLIOGRAPHY = ROOT / "book" / "references.bib"
CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
FIELDS = {
    "article": {"title", "journal", "year", "volume", "pages"},
    "book": {"title", "publisher", "address", "year"},
    "inproceedings": {"title", "booktitle", "publisher", "year", "pages"},
    "misc": {"title", "year", "url"},
}
DOI = re.compile(r"10\.\d{4,9}/[^\s{}]+")
PAGES = re.compile(r"(e?\d+(v\d+|--e?\d+)?)?")
# A DOI stands where a source that could be read gives it beside the reference; these have none, for the reason that is told.
WITHOUT_DOI = {
    "Mantel1966": "the journal gave none; PubMed has it",
    "Holm1979": "the journal gave none; JSTOR has it",
    "Irwin1935": "no source gives one",
    "Kanis1994": "no source that was at hand gives one",
    "Donner1980": "no source that was at hand gives one",
    "Ostelo2008": "no source that was at hand gives one beside the reference; PubMed has it",
    "Cornfield1956": "proceedings of 1956",
    "Kish1965": "a book",
    "Tukey1977": "a book",
    "Allard2018": "a page of the web",
}


def keys(text: str) -> set[str]:
    """The keys that a text in MyST cites."""
    return {key.strip() for found in CITED.findall(text) for key in found.split(",")}


def written() -> set[str]:
    """The keys that the authors' own prose cites: in notebooks, in the package, in pages and in commentaries."""
    texts = [p.read_text("utf-8") for p in [*(ROOT / "book").glob("*.md"), ROOT / "data" / "commentary.md"]]
    texts += [p.read_text("utf-8") for p in (ROOT / "src" / "twoarm" / "present").rglob("*.py")]
    notebooks = [nbformat.read(p, as_version=4) for p in (ROOT / "notebooks").rglob("*.ipynb")]
    texts += [cell.source for notebook in notebooks for cell in notebook.cells]
    return {key for text in texts for key in keys(text)}


def wrong(key: str, entry: Entry) -> list[str]:
    """What an entry lacks, and whether its key is its first author and year."""
    by_doi = {"volume", "pages"} if "doi" in entry.fields else set()  # an electronic journal may have neither
    missing = sorted(FIELDS[entry.type] - by_doi - set(entry.fields))
    authors = entry.persons.get("author", [])
    name = "".join(authors[0].prelast_names + authors[0].last_names) if authors else "author"
    expected = f"{name}{entry.fields.get('year')}"
    missing += [] if key == expected else [f"key {expected}"]
    pages = entry.fields.get("pages", "")
    missing += [] if PAGES.fullmatch(pages) else [f"pages {pages}"]
    return (
        missing if DOI.fullmatch(doi := entry.fields.get("doi", "10.1000/none")) else [*missing, f"doi {doi}"]
    )


@pytest.fixture(scope="module")
def bibliography() -> BibliographyData:
    return parse_file(str(BIBLIOGRAPHY))  # which raises where a key stands twice


def test_every_method_of_the_registry_has_its_source(bibliography):
    assert {m.name: m.reference for m in REGISTRY if m.reference not in bibliography.entries} == {}


def test_every_source_that_prose_cites_is_there(bibliography):
    assert written() - set(bibliography.entries) == set()
    assert written()  # there are some


def test_every_entry_is_cited_by_a_method_or_by_prose(bibliography):
    of_methods = {m.reference for m in REGISTRY} | set(SOURCES.values())
    assert set(bibliography.entries) - of_methods - written() == set()


def test_every_entry_is_complete_and_named_after_its_first_author(bibliography):
    assert {key: found for key, entry in bibliography.entries.items() if (found := wrong(key, entry))} == {}


def test_every_entry_has_its_doi_or_is_known_to_have_none(bibliography):
    assert {key for key, entry in bibliography.entries.items() if "doi" not in entry.fields} == set(
        WITHOUT_DOI
    )


def test_no_two_entries_have_one_doi(bibliography):
    given = [entry.fields["doi"].lower() for entry in bibliography.entries.values() if "doi" in entry.fields]
    assert len(set(given)) == len(given)


ARTICLE = "@article{Cox1972, author={Cox, D. R.}, title={T}, journal={J}, year={1972}, volume={34}, pages={187--220}}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (ARTICLE, []),
        (ARTICLE.replace("year={1972}", "year={1973}"), ["key Cox1973"]),
        (ARTICLE.replace("author={Cox, D. R.}, ", ""), ["key author1972"]),
        (ARTICLE.replace("volume={34}, ", ""), ["volume"]),
        (ARTICLE.replace("187--220", "187-220"), ["pages 187-220"]),
        (ARTICLE.replace("187--220", "e187"), []),
        (ARTICLE.replace("volume={34}, pages={187--220}", "doi={10.1111/j.1}"), []),
        (
            ARTICLE.replace("volume={34}", "volume={34}, doi={https://doi.org/10.1111/j.1}"),
            ["doi https://doi.org/10.1111/j.1"],
        ),
        ("@book{Cohen1988, author={Cohen, J.}, title={T}, publisher={P}, year={1988}}", ["address"]),
    ],
)
def test_what_is_wrong_with_an_entry_is_found(source, found):
    ((key, entry),) = parse_string(source, "bibtex").entries.items()
    assert wrong(key, entry) == found


def test_the_keys_of_a_text_are_found():
    text = "By {cite:p}`Cox1972`, as {cite:t}`Firth1993, Li2018` say; `Holm1979` is code."
    assert keys(text) == {"Cox1972", "Firth1993", "Li2018"}
