"""The folder of computed values: closed, bounded, whole or not at all, and never in the way."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from twoarm.computed import fingerprint as fingerprints
from twoarm.computed.digest import digest
from twoarm.computed.fingerprint import fingerprint
from twoarm.computed.values import PLACE, found, kept, put, trim, values_beside, values_in


@pytest.fixture
def folder(tmp_path: Path):
    with values_in(tmp_path / "values"):
        yield tmp_path / "values"


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*"))


class Counted:
    """A computation that knows how often it was made."""

    def __init__(self, value: object = 1) -> None:
        self.made, self.value = 0, value

    def __call__(self) -> object:
        self.made += 1
        return self.value

    def kept(self, *given: object) -> object:
        return kept(lambda: digest(*given), self, encode=lambda value: [value], decode=lambda text: text[0])


def test_a_value_is_computed_once_for_the_same_given_things(folder):
    computed = Counted(0.1 + 0.2)
    assert [computed.kept("a"), computed.kept("a"), computed.kept("b")] == [0.1 + 0.2] * 3
    assert computed.made == 2


def test_without_a_folder_nothing_is_kept_and_nothing_is_hashed(monkeypatch):
    monkeypatch.setenv(PLACE, "")
    assert kept(pytest.fail, lambda: 7, encode=pytest.fail, decode=pytest.fail) == 7


def test_nobody_else_reads_the_folder_and_no_name_tells_what_is_in_it(folder, tmp_path):
    Counted().kept("a")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir()) if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.rglob("*") if p.is_file()} == {0o600}
    names = {path.relative_to(folder) for path in files(folder)}
    with values_in(tmp_path / "another"):
        Counted().kept("a")
    assert names.isdisjoint(path.relative_to(tmp_path / "another") for path in files(tmp_path / "another"))


def test_a_damaged_value_is_computed_anew(folder):
    computed = Counted()
    computed.kept("a")
    for text in ("", "[1", "{}", "null", "\xff"):
        files(folder)[0].write_text(text, "latin-1")
        made = computed.made
        assert (computed.kept("a"), computed.made) == (1, made + 1)
    assert json.loads(files(folder)[0].read_text()) == [1]


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path):
    (tmp_path / "file").touch()
    with values_in(tmp_path / "file" / "values"):
        computed = Counted()
        assert [computed.kept("a"), computed.kept("a")] == [1, 1]
    assert computed.made == 2


def test_other_code_finds_nothing(folder, monkeypatch):
    put(digest("a"), 1)
    assert found(digest("a")) == 1
    monkeypatch.setattr("twoarm.computed.values.fingerprint", lambda rooms: "of other code")
    assert found(digest("a")) is None


def test_the_longest_there_go_first_where_there_are_too_many(folder):
    for number in range(4):
        put(digest(number), "x" * 98)  # a hundred bytes with its quotes
        os.utime(max(files(folder), key=lambda path: path.stat().st_ctime_ns), (number, number))
    trim(folder, limit=250)
    assert [found(digest(number)) is None for number in range(4)] == [True, True, False, False]


def test_a_folder_that_the_environment_names_stays(folder, tmp_path):
    with values_beside(tmp_path / "_build"):
        assert os.environ[PLACE] == str(folder)
    assert os.environ[PLACE] == str(folder)


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A package of two rooms, older than this process."""
    for name in ("errors.py", "methods/means.py", "present/words.py", "methods/table.json"):
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1", "utf-8")
        os.utime(path, (0, 0))
    monkeypatch.setattr(fingerprints, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(fingerprints, "fingerprint", fingerprint.__wrapped__)
    return tmp_path / "package"


def edited(path: Path, text: str = "2", at: float = 1.0) -> str | None:
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))
    return fingerprints.fingerprint(("methods",))


def test_the_fingerprint_is_of_the_rooms_that_were_asked_for(package):
    before = fingerprints.fingerprint(("methods",))
    assert edited(package / "present" / "words.py") == before
    changed = [edited(package / name) for name in ("errors.py", "methods/means.py", "methods/table.json")]
    assert len({before, *changed}) == 4


def test_code_that_was_written_after_it_was_loaded_has_no_fingerprint(package):
    assert edited(package / "methods" / "means.py", at=fingerprints._LOADED + 60) is None


def test_another_version_of_a_package_is_another_fingerprint(package, monkeypatch):
    before = fingerprints.fingerprint(("methods",))
    monkeypatch.setattr(fingerprints, "_installed", lambda: ["numpy-3.0.0.dist-info"])
    assert fingerprints.fingerprint(("methods",)) != before
