"""What is put on the web: refused where it is not what was published, or not for everybody."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from twoarm import cli
from twoarm.errors import DisclosureError, DiskError, InputError, ParameterError
from twoarm.publish.web_folder import web_folder


@pytest.fixture
def changed_run(shipped_run, tmp_path) -> Callable[..., Path]:
    """``changed_run(private=True)`` copies the shipped run and changes what its manifest says."""

    def change(**said: object) -> Path:
        folder = shutil.copytree(shipped_run, tmp_path / "run")
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        (folder / "manifest.json").write_text(json.dumps(manifest | said), "utf-8")
        return folder

    return change


@pytest.mark.parametrize("private", [True, None])
def test_a_private_run_is_refused(private, changed_run, tmp_path):
    with pytest.raises(DisclosureError) as refused:
        web_folder(str(changed_run(private=private)), tmp_path / "pages")
    assert [str(problem.where) for problem in refused.value.problems] == ["manifest.json, private"]
    assert not (tmp_path / "pages").exists()


def test_files_that_are_not_those_published_are_all_named(changed_run, tmp_path):
    run = changed_run()
    (run / "html" / "notebooks" / "00_findings.html").write_text("edited", "utf-8")
    (run / "summaries.csv").rename(run / "kept.csv")
    (run / "summaries.csv").symlink_to("results.csv")
    (run / "supplement.docx").unlink()
    with pytest.raises(InputError) as refused:
        web_folder(str(run), tmp_path / "pages")
    assert {str(problem.where) for problem in refused.value.problems} == {
        "html/notebooks/00_findings.html",
        "summaries.csv",
        "supplement.docx",
    }


def test_what_was_not_published_stays_where_it_is(changed_run, tmp_path):
    run = changed_run()
    (run / "patients.csv").write_text("id\nP-1\n", "utf-8")
    (run / "html" / ".notes").write_text("mine", "utf-8")
    place = web_folder(str(run), tmp_path / "pages")
    assert not (place / "patients.csv").exists()
    assert not (place / "html" / ".notes").exists()
    assert (place / "html" / "index.html").exists()


def test_a_run_without_a_website_is_refused(shipped_run, changed_run, tmp_path):
    files = json.loads((shipped_run / "manifest.json").read_text("utf-8"))["files"]
    run = changed_run(files={name: hashed for name, hashed in files.items() if not name.startswith("html/")})
    with pytest.raises(InputError, match="no website was published with this run"):
        web_folder(str(run), tmp_path / "pages")


def test_an_earlier_folder_is_replaced_and_any_other_is_kept(shipped_run, tmp_path, capsys):
    place = tmp_path / "pages"
    for _ in range(2):
        assert cli.main(["pages", str(shipped_run), "--to", str(place)]) == 0
    assert capsys.readouterr().out.endswith(f"pages: {place}\n")
    (place / "mine.txt").write_text("kept", "utf-8")
    with pytest.raises(DiskError):
        web_folder(str(shipped_run), place)
    assert (place / "mine.txt").read_text("utf-8") == "kept"


def test_a_run_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ParameterError) as refused:
        web_folder("no-such-run", tmp_path / "pages")
    assert [str(problem.where) for problem in refused.value.problems] == ["no-such-run"]


def test_the_page_at_the_top_is_the_front_page(shipped_run, tmp_path):
    place = web_folder(str(shipped_run), tmp_path / "pages")
    first, site = (
        BeautifulSoup((place / name).read_text("utf-8"), "html.parser")
        for name in ("index.html", "html/index.html")
    )
    assert first.article.get_text() == site.article.get_text() and first.h1
    assert first.find("html")["data-content_root"] == "html/"
