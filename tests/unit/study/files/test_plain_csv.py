"""A CSV file comes in as the text that it holds; what pandas would mend in silence is refused elsewhere, in `tests/bad`."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from twoarm.errors import InputError
from twoarm.study.files.plain_csv import read_plain_csv


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "patients.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_plain_csv(write(folder, content))
    return [str(problem) for problem in caught.value.problems]


ONE_ROW = {
    "plain": b"id,arm\nP-1,A\n",
    "byte order mark": b"\xef\xbb\xbfid,arm\nP-1,A\n",
    "Windows line ends": b"id,arm\r\nP-1,A\r\n",
    "old Mac line ends": b"id,arm\rP-1,A\r",
    "no end of the last line": b"id,arm\nP-1,A",
    "empty lines": b"\nid,arm\n\nP-1,A\n\n",
    "quoted": b'"id","arm"\n"P-1","A"\n',
}


@pytest.mark.parametrize("kind", ONE_ROW)
def test_forms_of_a_csv_file_that_mean_the_same(kind, tmp_path):
    frame = read_plain_csv(write(tmp_path, ONE_ROW[kind]))
    assert frame.to_dict("records") == [{"id": "P-1", "arm": "A"}]


@pytest.mark.parametrize(
    "cell",
    [
        "00123",
        "12E4",
        "12345678901234567",
        "NA",
        "None",
        "nan",
        "no",
        "",
        " A ",
        "1.50",
        "Zoë",
        "naïve, she said",
    ],
)
def test_a_cell_stays_the_text_that_it_is(cell, tmp_path):
    assert read_plain_csv(write(tmp_path, f'id,cell\nP-1,"{cell}"\n'))["cell"].tolist() == [cell]


def test_rows_are_known_by_their_line_in_the_file(tmp_path):
    frame = read_plain_csv(write(tmp_path, "id\n\nP-1\n\n\nP-2\n"))
    assert list(frame.index) == [3, 6]


def test_the_hash_is_that_of_the_bytes(tmp_path):
    path = write(tmp_path, b"\xef\xbb\xbfid\r\nP-1\r\n")
    assert read_plain_csv(path).attrs["sha256"] == sha256(path.read_bytes()).hexdigest()


def test_every_row_of_a_wrong_form_is_named(tmp_path):
    assert problems(tmp_path, "id,arm,arm\nP-1,A\nP-2,A,A\nP-3,A,A,A\n\u202eP-4,A,A\n") == [
        "patients.csv line 1: column 3 has the name of an earlier column",
        "patients.csv line 2: 2 fields where the header has 3",
        "patients.csv line 4: 4 fields where the header has 3",
        "patients.csv line 5: a control, invisible or wrongly decoded character",
    ]


def test_rows_after_a_misplaced_quotation_mark_are_read_on(tmp_path):
    assert problems(tmp_path, 'id,arm\n"P"1,A\nP-2\n"P"3,A\n') == [
        "patients.csv line 2: a quotation mark is not closed or misplaced",
        "patients.csv line 4: a quotation mark is not closed or misplaced",
        "patients.csv line 3: 1 fields where the header has 2",
    ]


def test_a_quotation_mark_that_swallows_the_file_is_told_as_what_it_is(tmp_path):
    (problem,) = problems(tmp_path, 'id,arm\n"P-1,A\n' + "P-2,A\n" * 40_000)
    assert problem.startswith("patients.csv line 2: a field is longer than")


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\xad", "\u200b", "\u200f", "\u061c", "\u180e", "\u2028", "\ufffd"]
)
def test_a_character_that_cannot_be_seen_is_refused(character, tmp_path):
    assert "character" in problems(tmp_path, f"id,arm\nP-1{character},A\n")[-1]


@pytest.mark.parametrize("character", ["ş", "é", "µ", "²", "–", "中", "Ā"])
def test_a_letter_of_any_language_is_welcome(character, tmp_path):
    assert read_plain_csv(write(tmp_path, f"id\n{character}\n"))["id"].tolist() == [character]


def test_too_many_columns(tmp_path):
    assert problems(tmp_path, ",".join(f"c{n}" for n in range(2001))) == [
        "patients.csv: 2001 columns; at most 2000"
    ]


def test_what_is_no_file(tmp_path):
    for make in (lambda p: None, lambda p: p.mkdir(), lambda p: (p.rmdir(), os.mkfifo(p))):
        make(tmp_path / "patients.csv")
        with pytest.raises(InputError):
            read_plain_csv(tmp_path / "patients.csv")
