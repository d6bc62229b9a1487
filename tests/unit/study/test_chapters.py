"""Which pages a study has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from abstract_studies import write_abstract, write_abstract_in_context
from places import ROOT

from twoarm.errors import InputError
from twoarm.study.chapters import Book, kept, unknown_pages
from twoarm.study.commentary_targets import unknown_targets
from twoarm.study.files.contents import pages, parts, read_toc
from twoarm.study.files.page_files import page_file
from twoarm.study.opened import Study, read_study

TOC = {
    "format": "jb-book",
    "root": "notebooks/00_findings",
    "chapters": [
        {"file": f"notebooks/{name}"}
        for name in ("01_methods", "02_perioperative", "03_follow_up", "04_imaging", "05_published_claims")
    ]
    + [{"file": "notebooks/08_context"}, {"file": "book/glossary"}, {"file": "book/how_to_cite"}],
}


@pytest.fixture
def folder(tmp_path) -> Path:
    return shutil.copytree(ROOT / "tests" / "bad" / "sound", tmp_path / "sound")


def study(folder: Path, *more: str) -> Study:
    with (folder / "study.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in more)
    return read_study(folder)


def test_a_chapter_needs_an_outcome_a_file_or_a_claim_of_the_study(folder):
    assert pages(kept(TOC, study(folder))) == [
        *(
            "notebooks/00_findings",
            "notebooks/01_methods",
            "notebooks/02_perioperative",
            "notebooks/03_follow_up",
        )
    ]
    rows = "source,outcome,measure,estimate,low,high,p_value,citation\nDoe,pain,SMD,1,0,2,0.05,A reference\n"
    (folder / "evidence.csv").write_text(rows, "utf-8")
    assert pages(kept(TOC, study(folder, "pages: [book/glossary]")))[4:] == [
        "notebooks/08_context",
        "book/glossary",
    ]


def test_an_abstract_alone_has_the_chapters_of_published_words(tmp_path):
    chapters = [
        *TOC["chapters"],
        *({"file": f"notebooks/{name}"} for name in ("06_sensitivity", "07_dictionary")),
    ]
    toc = {**TOC, "chapters": [*chapters, {"file": "book/references"}]}
    of_claims = ["notebooks/00_findings", "notebooks/05_published_claims"]
    assert pages(kept(toc, read_study(write_abstract(tmp_path / "least")))) == [*of_claims, "book/references"]
    more = pages(kept(toc, read_study(write_abstract_in_context(tmp_path / "more"))))
    assert more == [*of_claims, "notebooks/08_context", "book/glossary", "book/references"]


def test_a_book_of_one_page(folder):
    toc = {"format": "jb-book", "root": "notebooks/00_findings"}
    assert kept(toc, study(folder)) == toc
    assert kept({**toc, "chapters": [{"file": "notebooks/04_imaging"}]}, read_study(folder)) == toc


def test_a_page_that_is_claimed_and_not_there(folder):
    found = unknown_pages(TOC, study(folder, "pages: [book/glosary, notebooks/01_methods, book/glossary]"))
    assert [str(problem) for problem in found] == [
        "study.yml, pages: a page of this name is not in _toc.yml (did you mean book/glossary?)",
        "study.yml, pages: a page of this name is not in _toc.yml",
    ]


TOCS = {
    "empty": "",
    "a list": "- a\n",
    "no root": "format: jb-book\nchapters: []\n",
    "no part": "root: a\nparts: []\n",
    "a part without a caption": "root: a\nparts: [{chapters: [{file: b}]}]\n",
    "a part with sections": "root: a\nparts: [{caption: p, chapters: [{file: b, sections: [{file: c}]}]}]\n",
    "chapters beside parts": "root: a\nchapters: [{file: c}]\nparts: [{caption: p, chapters: [{file: b}]}]\n",
    "sections": "root: a\nchapters: [{file: b, sections: [{file: c}]}]\n",
    "a link": "root: a\nchapters: [{url: b}]\n",
    "a key twice": "root: a\nroot: b\n",
}


@pytest.mark.parametrize("kind", TOCS)
def test_a_table_of_contents_that_would_lose_pages_is_refused(kind, tmp_path):
    (tmp_path / "_toc.yml").write_text(TOCS[kind], "utf-8")
    with pytest.raises(InputError):
        read_toc(tmp_path)


def test_captions_follow_the_kind_of_the_data_and_a_part_without_a_chapter_is_left_out(folder, tmp_path):
    toc = read_toc(ROOT)
    shipped = kept(toc, read_study(ROOT / "data"))
    captions = ["What was published (real)", "Worked example (simulated)", "Appendices"]
    assert [part.caption for part in parts(shipped)] == captions and shipped == toc
    cohort, appendices = parts(kept(toc, read_study(folder)))
    assert cohort.caption == "This cohort" and cohort.files[0] == "notebooks/01_methods"
    assert appendices.caption == "Appendices"
    alone = parts(kept(toc, read_study(write_abstract(tmp_path / "alone"))))
    assert [part.caption for part in alone] == ["What was published", "Appendices"]


def test_the_shipped_table_of_contents_names_pages_that_are_there():
    assert all(page_file(ROOT, page).exists() for page in pages(read_toc(ROOT)))
    with pytest.raises(InputError, match="notebooks/99 is neither"):
        page_file(ROOT, "notebooks/99")


def test_what_the_commentary_leads_to_is_in_the_report(folder):
    text = (
        "# vas\n\n[one](01_methods.ipynb#x) and [two](04_imaging.ipynb),\n"
        "[three](../book/glossary.md) {{cite:p}}`Welch1947`\n\n"
        "[four](#here), [five](https://example.org/x.md) and {{cite}}`Welch1947, Welsh1947`\n"
    )
    (folder / "commentary.md").write_text(text, "utf-8")
    found = [(str(p.where), p.rule, p.mend) for p in unknown_targets(study(folder), ROOT)]
    assert [(where, rule) for where, rule, _ in found] == [
        ("commentary.md line 3", "a link to a page that this report does not have"),
        ("commentary.md line 4", "a link to a page that this report does not have"),
        ("commentary.md line 6", "a citation of no source of the bibliography"),
    ]
    assert found[-1][2] == "did you mean Welch1947?"
    assert len(unknown_targets(study(folder, "pages: [book/glossary]"), ROOT)) == 2


def test_the_book_of_a_study_has_its_pages_with_what_each_is_about():
    shipped = read_study(ROOT / "data")
    found = Book(shipped).pages
    assert [page.name for page in found] == pages(kept(read_toc(ROOT), shipped))
    named = {page.topic: page for page in found}
    assert named["perioperative"].section is not None and named["methods"].section is None
    assert named["methods"].source == ROOT / "notebooks" / "01_methods.ipynb"
    assert {page.name.partition("/")[0] for page in found if not page.topic} == {"book"}


ABOUT_PAIN = "{id: A1, kind: no_number, quote: [Pain did not differ], variable: vas}"
OTHER_CLAIM = "{id: A1, kind: no_number, quote: [Pain did not differ]}"


@pytest.mark.parametrize(("claim", "there"), [(ABOUT_PAIN, True), (OTHER_CLAIM, False)])
def test_statements_are_set_beside_a_cohort_where_a_claim_names_an_outcome(folder, claim, there):
    (folder / "abstract.md").write_text("> Pain did not differ.\n", "utf-8")
    (folder / "claims.yml").write_text(f"claims:\n  - {claim}\n", "utf-8")
    found = read_study(folder)
    assert ("notebooks/09_crosswalk" in pages(kept(read_toc(ROOT), found))) == found.crossed == there


def test_where_there_is_no_cohort_none_are_and_the_names_of_outcomes_are_not_asked_for(tmp_path):
    (tmp_path / "study.yml").write_text("title: An abstract\ndata_kind: published\n", "utf-8")
    (tmp_path / "abstract.md").write_text("> Pain did not differ.\n", "utf-8")
    (tmp_path / "claims.yml").write_text(
        "claims:\n  - {id: A1, kind: no_number, quote: [Pain did not differ], variable: pain, visit: year1}\n",
        "utf-8",
    )
    found = read_study(tmp_path)
    assert "notebooks/09_crosswalk" not in pages(kept(read_toc(ROOT), found)) and not found.crossed
