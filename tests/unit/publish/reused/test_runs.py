"""What a build depends on: a run stands where nothing of that has changed, and where its files are those it published."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from places import ROOT

from twoarm.computed.values import values_in
from twoarm.publish.reused.runs import Asked, published, remember
from twoarm.study.parameters import Parameters

FORMATS = ("html", "pdf")


@pytest.fixture
def asked(tmp_path, monkeypatch) -> Asked:
    """A run that was published, and remembered."""
    book = tmp_path / "checkout"
    for name in ("book", "notebooks"):
        (book / name).mkdir(parents=True)
    for name in ("_toc.yml", "_config.yml", "book/page.md", "notebooks/00_front.ipynb"):
        (book / name).write_text(f"{name}\n", "utf-8")
    shutil.copytree(ROOT / "tests" / "bad" / "sound", book / "data")
    monkeypatch.chdir(book)
    page = book / "_build" / "store" / "default-1" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page", "utf-8")
    (book / "_build" / "runs").mkdir()
    (book / "_build" / "runs" / "default").symlink_to("../store/default-1")
    asked = Asked(book, book / "data", book / "_build", Parameters(), "default", FORMATS)
    with values_in(tmp_path / "values"):
        remember(asked, asked.key(), ["a note"])
        yield asked


def found(**other) -> bool:
    given = {"parameters": Parameters(), "run": "default", "formats": FORMATS, **other}
    return published(**given) is not None


def test_a_run_of_which_nothing_has_changed_stands_with_what_was_said_of_it(asked):
    there = published(Parameters(), "default", FORMATS)
    assert there is not None and (there.link, there.notes) == (asked.link, ["a note"])


CHANGED = (
    *("data/patients.csv", "data/study.yml", "data/commentary.md", "data/previous/results.csv"),
    *("_toc.yml", "_config.yml", "book/page.md", "book/new.css", "notebooks/00_front.ipynb"),
    *("_build/runs/default/html/index.html", "_build/runs/default/html/new.html"),
)


@pytest.mark.parametrize("name", CHANGED)
def test_a_file_that_is_another_one_is_a_reason_to_build(name, asked):
    path = asked.book / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("another\n", "utf-8")
    assert not found()


def test_what_is_asked_for_otherwise_is_built(asked):
    assert found(formats=FORMATS[::-1])  # in whatever order
    assert not found(formats=("html",))
    assert not found(run="other")
    assert not found(parameters=Parameters(alpha=0.01))
    assert not found(output=asked.book.parent)


def test_a_run_that_is_gone_or_was_replaced_is_built(asked):
    asked.link.unlink()
    assert not found()
    shutil.copytree(asked.out / "store" / "default-1", asked.out / "store" / "default-2")
    asked.link.symlink_to("../store/default-2")
    assert not found()


def test_a_link_in_the_study_is_left_to_the_check_to_refuse(asked):
    file = asked.source / "visits.csv"
    shutil.move(file, asked.book / "visits.csv")
    file.symlink_to(asked.book / "visits.csv")
    assert not found()


def test_a_run_whose_sources_were_edited_while_it_was_made_is_not_remembered(asked, tmp_path):
    key = replace(asked, run="other").key()
    (asked.book / "book" / "page.md").write_text("edited", "utf-8")
    remember(replace(asked, run="other"), key, [])
    assert not found(run="other")
