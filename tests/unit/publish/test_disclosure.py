"""The first form of the disclosure check: identifiers, and files of a kind that a report does not publish."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from twoarm.errors import DisclosureError
from twoarm.publish.disclosure import check_disclosure, searchable

IDS = ["P-03f73c", "P-07ca2c", "Ωmega.77", "12345678901234567", "00123", "17"]


def docx(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>" * 50)
    return out.getvalue()


def refused(folder: Path) -> list[str]:
    with pytest.raises(DisclosureError) as caught:
        check_disclosure(folder, IDS)
    assert not any(name in str(caught.value) for name in searchable(IDS))
    return [str(problem) for problem in caught.value.problems]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_short_numbers_cannot_be_told_from_others():
    assert searchable(IDS) == {"P-03f73c", "P-07ca2c", "Ωmega.77", "12345678901234567"}


HIDDEN = {
    "html/page.html": "<td>P-03f73c</td>",
    "html/searchindex.js": '{"terms":{"P-03f73c":3}}',
    "html/_images/course.svg": '<g id="P-03f73c"/>',
    "html/_images/course.png": b"\x89PNG\r\n\x1a\ntEXtP-03f73c\0",
    "results.csv": "section,variable\nP-03f73c,x\n",
    "manifest.json": '{"id": "P-03f73c"}',
    "supplement.docx": docx("P-03f73c"),
    "supplement.jats.xml": "P-03f73c".encode("utf-16-le"),
    "html/other.html": "(Ωmega.77)",
    "html/long.html": "n=12345678901234567;",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_an_identifier_is_found_in_every_kind_of_file(name, tmp_path):
    assert refused(write(tmp_path, name, HIDDEN[name])) == [f"{name}: holds a patient's identifier"]


def test_an_identifier_is_found_in_the_text_of_a_pdf(tmp_path):
    import typst

    source = tmp_path / "source.typ"
    source.write_text("A table: P\u20110 P-03f73c, P-07ca2c", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "supplement.pdf").write_bytes(typst.compile(source))
    assert b"P-03f73c" not in (out / "supplement.pdf").read_bytes()
    assert refused(out) == ["supplement.pdf: holds 2 patients' identifiers"]


def test_what_is_no_identifier_passes(tmp_path):
    write(tmp_path, "html/page.html", "<td>P-03f73</td><td>aP-03f73cb</td><td>00123</td> 17 patients")
    check_disclosure(tmp_path, IDS)


@pytest.mark.parametrize(
    "name", ["patients.csv", "html/results.csv.gz", "html/environment.pickle", "a.ipynb", "notes", "b.HTML"]
)
def test_other_kinds_of_files_are_refused(name, tmp_path):
    assert refused(write(tmp_path, name, "")) == [f"{name}: not a kind of file that a report publishes"]


def test_a_link_and_a_file_named_after_a_patient(tmp_path):
    write(tmp_path, "html/P-03f73c.svg", "<svg/>")
    (tmp_path / "html" / "page.html").symlink_to("/nowhere")
    assert sorted(refused(tmp_path)) == [
        "a file is named after a patient",
        "html/page.html: not a kind of file that a report publishes",
    ]
