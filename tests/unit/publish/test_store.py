"""Publishing is the exchange of a link, and what is published can be read by everybody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from twoarm.errors import DiskError
from twoarm.publish.output import make_own
from twoarm.publish.store import publish, refuse_foreign


@pytest.fixture(autouse=True)
def closed():
    """A umask under which nothing that is made can be read by others."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def finished(out: Path, text: str, pdf: bool = True) -> Path:
    folder = out / "stage" / text
    (folder / "html" / "deep").mkdir(parents=True)
    (folder / "html" / "index.html").write_text(text)
    (folder / "html" / "deep" / "page.html").write_text(text)
    if pdf:
        (folder / "supplement.pdf").write_text(text)
    return folder


def test_files_644_and_folders_755_whatever_the_umask(tmp_path):
    out = tmp_path / "_build"
    run = publish(finished(out, "one"), out, "default")
    modes = {path.stat().st_mode & 0o777 for path in run.resolve().rglob("*") if path.is_file()}
    folders = {run.resolve(), *(path for path in run.resolve().rglob("*") if path.is_dir())}
    assert modes == {0o644}
    assert {folder.stat().st_mode & 0o777 for folder in (*folders, out, out / "store", out / "runs")} == {
        0o755
    }


@pytest.mark.parametrize("umask", [0o077, 0o027, 0])
def test_a_private_run_is_kept_from_others_whatever_the_umask(umask, tmp_path):
    os.umask(umask)
    out = tmp_path / "_build"
    make_own(out)
    source = finished(out, "one")
    (source / "html").chmod(0o777)  # whoever wrote it may have opened it
    run = publish(source, out, "default", private=True).resolve()
    paths = [out, out / "store", out / "runs", run, *run.rglob("*")]
    assert {p.stat().st_mode & 0o777 for p in paths if p.is_file()} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in paths if p.is_dir()} == {0o700}
    assert os.umask(umask) == umask


def test_the_fixed_links_lead_to_the_default_run_as_it_is_now(tmp_path):
    publish(finished(tmp_path, "one"), tmp_path, "default")
    publish(finished(tmp_path, "two"), tmp_path, "other")
    assert (tmp_path / "html" / "index.html").read_text() == "one"
    publish(finished(tmp_path, "three"), tmp_path, "default")
    assert (tmp_path / "html" / "index.html").read_text() == "three"
    assert (tmp_path / "supplement.pdf").read_text() == "three"
    assert (tmp_path / "runs" / "other" / "html" / "index.html").read_text() == "two"
    assert len(list((tmp_path / "store").iterdir())) == 2


def test_no_link_leads_nowhere(tmp_path):
    publish(finished(tmp_path, "one"), tmp_path, "other")
    assert not (tmp_path / "html").is_symlink()
    publish(finished(tmp_path, "two"), tmp_path, "default")
    publish(finished(tmp_path, "three", pdf=False), tmp_path, "default")
    assert not (tmp_path / "supplement.pdf").is_symlink()
    assert (tmp_path / "html" / "index.html").read_text() == "three"


def test_what_is_not_a_link_of_ours_is_refused_beforehand(tmp_path):
    refuse_foreign(tmp_path)
    publish(finished(tmp_path, "one"), tmp_path, "default")
    refuse_foreign(tmp_path)
    (tmp_path / "supplement.pdf").unlink()
    (tmp_path / "supplement.pdf").write_text("mine")
    (tmp_path / "runs" / "mine").mkdir()
    with pytest.raises(DiskError) as caught:
        refuse_foreign(tmp_path)
    assert [str(problem.where).rpartition("/")[2] for problem in caught.value.problems] == [
        "supplement.pdf",
        "mine",
    ]
