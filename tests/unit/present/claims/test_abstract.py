"""The sentence on where an abstract was published, bound to what is empty."""

from __future__ import annotations

import pytest
from abstract_studies import write_abstract, write_abstract_in_context
from gappy_study import study_of

from twoarm.present.claims.abstract import abstract_source, source_sentences
from twoarm.study.design.abstract_source import AbstractSource
from twoarm.study.opened import read_study

ALL = {"authors": "Doe J, Roe R", "journal": "Journal of Nothing", "year": 2021, "doi": "10.1000/182"}
UNKNOWN = "not known to this report."


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ((), f"Its authors, journal and year are {UNKNOWN}"),
        (("authors",), f"Published as: Doe J, Roe R. Its journal, year and DOI are {UNKNOWN}"),
        (("journal",), f"Published as: Journal of Nothing. Its authors, year and DOI are {UNKNOWN}"),
        (
            ("authors", "journal", "year"),
            f"Published as: Doe J, Roe R. Journal of Nothing, 2021. Its DOI is {UNKNOWN}",
        ),
        (
            ("doi",),
            f"Published as: [doi:10.1000/182](<https://doi.org/10.1000/182>). Its authors, journal and year are {UNKNOWN}",
        ),
        (
            tuple(ALL),
            "Published as: Doe J, Roe R. Journal of Nothing, 2021. [doi:10.1000/182](<https://doi.org/10.1000/182>).",
        ),
    ],
)
def test_what_is_known_is_said_and_what_is_empty_is_said_to_be_unknown(known, said):
    assert source_sentences(AbstractSource(**{name: ALL[name] for name in known})) == said


def test_authors_are_several_even_where_they_alone_are_unknown():
    source = AbstractSource(**{**ALL, "authors": ""})
    assert source_sentences(source).endswith(f"Its authors are {UNKNOWN}")


def test_a_registration_is_said_where_it_is_known_and_missed_nowhere():
    source = AbstractSource(**ALL, registration="ChiCTR1")
    assert source_sentences(source).endswith("The study was registered: ChiCTR1.")


def test_signs_of_a_source_are_no_markup():
    doi = "10.1002/(SICI)1097-0258(1998)17:8<857::AID-SIM777>3.0.CO;2-E"
    said = source_sentences(AbstractSource(**{**ALL, "journal": "<b>J</b> *of* [x](y)", "doi": doi}))
    assert "\\<b\\>" in said and "\\*of\\*" in said and "%3C857::AID-SIM777%3E" in said


def test_where_it_was_published_is_told_and_the_abstract_itself_is_not(tmp_path):
    text = str(abstract_source(read_study(write_abstract(tmp_path / "least"))).markdown)
    assert text == f"Its authors, journal and year are {UNKNOWN}"
    said = abstract_source(read_study(write_abstract_in_context(tmp_path / "more"))).markdown
    assert said.endswith("[doi:10.1000/182](<https://doi.org/10.1000/182>).") and "cast group" not in said


def test_a_study_without_an_abstract_shows_nothing(tmp_path):
    assert abstract_source(study_of(tmp_path / "study", "{min_count: 0}")) is None
