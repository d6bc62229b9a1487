"""References read as journals of medicine print them."""

from __future__ import annotations

import pytest
from places import ROOT
from pybtex.database import parse_file, parse_string

from twoarm.publish.references.short_style import AuthorAndYear, ShortReference


def read(source: str, style=ShortReference) -> str:
    (found,) = style().format_entries(parse_string(source, "bibtex").entries.values())
    return found.text.render_as("text")


COX = "@article{Cox1972, author={Cox, D. R.}, title={T}, journal={Long Name}, year={1972}, volume={34}, pages={187--220}}"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (COX, "Cox. Long Name 1972;34:187–220."),
        (COX.replace("journal", "shortjournal={Short}, journal"), "Cox. Short 1972;34:187–220."),
        (COX.replace("Cox, D. R.", "Cox, D. R. and Oakes, D."), "Cox et al. Long Name 1972;34:187–220."),
        (COX.replace("Cox, D. R.", "van Buuren, Stef"), "van Buuren. Long Name 1972;34:187–220."),
        (COX.replace("34}, pages={187--220", "34"), "Cox. Long Name 1972;34."),
        (COX.replace("volume={34}, pages", "doi={10.1/a}, note"), "Cox. Long Name 1972. doi:10.1/a"),
        (COX.replace("volume={34}, pages", "pubmed={12}, note"), "Cox. Long Name 1972. PMID:12"),
        (COX.replace("volume={34}, pages", "url={https://a.b}, note"), "Cox. Long Name 1972. online"),
        (
            "@book{Kish1965, author={Kish, L.}, title={Survey}, publisher={P}, year={1965}}",
            "Kish. Survey 1965.",
        ),
    ],
)
def test_a_reference_is_one_line(source, said):
    assert read(source) == said


def test_a_citation_says_author_and_year():
    assert read(COX, AuthorAndYear) == "Cox 1972"
    assert read(COX.replace("Cox, D. R.", "Cox, D. R. and Oakes, D."), AuthorAndYear) == "Cox 1972"


def test_every_reference_of_the_book_has_its_year_and_few_words():
    entries = parse_file(str(ROOT / "book" / "references.bib")).entries
    said = {e.key: e.text.render_as("text") for e in ShortReference().format_entries(entries.values())}
    assert [key for key, text in said.items() if entries[key].fields["year"] not in text] == []
    assert sum(len(text.split()) for text in said.values()) < 7 * len(said)
