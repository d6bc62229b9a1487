"""The pages of words that come with the book: terms in order and once; what is said of medicine is said after a source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import ROOT
from ruamel.yaml import YAML

BACKGROUND = ROOT / "book" / "background.md"
CITED = re.compile(r"\{cite:p\}`[^`]+`|\(https://doi\.org/[^)\s]+\)")
TERM = re.compile(r"^(\S.*)\n  (\S.*)$", re.MULTILINE)


def glossary(page: Path) -> dict[str, str]:
    """The terms of a page, each with its definition."""
    (block,) = re.findall(
        r"^::::\{glossary\}\n(.*?)^::::$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return dict(TERM.findall(block))


@pytest.mark.parametrize("name", ["glossary", "background"])
def test_terms_stand_in_the_order_of_the_alphabet(name):
    terms = [term.lower() for term in glossary(ROOT / "book" / f"{name}.md")]
    assert terms == sorted(terms) and len(terms) >= 10


def test_no_term_is_defined_on_two_pages():
    assert not set(glossary(BACKGROUND)) & set(glossary(ROOT / "book" / "glossary.md"))


def test_each_paragraph_and_each_term_of_the_background_names_a_source():
    text, _, _ = BACKGROUND.read_text("utf-8").partition("## Terms")
    (lead, *paragraphs) = [part for part in text.split("\n\n") if part.strip() and not part.startswith("#")]
    assert "of others" in lead and len(paragraphs) == 3
    assert [part for part in paragraphs if not CITED.search(part)] == []
    assert [term for term, said in glossary(BACKGROUND).items() if not CITED.search(said)] == []


def test_a_sentence_of_the_background_with_a_number_names_its_source_itself():
    text, _, _ = BACKGROUND.read_text("utf-8").partition("## Terms")
    sentences = re.split(r"(?<=[.?!])\s+", CITED.sub(" CITED", text))
    assert [s for s in sentences if re.search(r"\d", s) and "CITED" not in s] == []


def test_the_background_is_short():
    text, _, _ = BACKGROUND.read_text("utf-8").partition("## Terms")
    assert 100 <= len(CITED.sub("", text).split()) <= 180
    assert sum(len(CITED.sub("", said).split()) for said in glossary(BACKGROUND).values()) <= 200


def test_only_the_study_of_this_field_shows_the_background():
    claims = {path.parent.name: YAML(typ="safe").load(path) for path in ROOT.glob("*/study.yml")}
    claims |= {path.parent.name: YAML(typ="safe").load(path) for path in ROOT.glob("examples/*/study.yml")}
    shown = {name for name, spec in claims.items() if "book/background" in spec["pages"]}
    assert shown == {"data"} and len(claims) > 1


@pytest.mark.parametrize("name", ["glossary", "background"])
def test_sources_are_cited_one_by_one(name):
    """The check of what is published knows "[7]" for a reference; "[7, 12]" it reads as values, which a patient may have."""
    text = (ROOT / "book" / f"{name}.md").read_text("utf-8")
    assert re.findall(r"\{cite:p\}`[^`]*,[^`]*`", text) == []
