"""The ledger: its key, who may read it, where it may not lie, and what is said where it cannot be used."""

from __future__ import annotations

import hmac
import os
import subprocess
import sys
from pathlib import Path

import pytest

from twoarm.errors import DisclosureError, DiskError, InputError, ParameterError
from twoarm.publish.releases.ledger import KEY, RELEASES, Entry, Ledger, open_ledger

ENTRY = Entry("2026-11-29", "default", "A study", "aa", "bb", 24, "hospital", 5)
OPENS = "import sys; from pathlib import Path; from twoarm.publish.releases.ledger import open_ledger\n"
OPENS += "print(open_ledger(Path(sys.argv[1])).key_name)"


def modes(folder: Path) -> set[str]:
    return {f"{path.stat().st_mode & 0o777:o}" for path in (folder, *folder.rglob("*")) if path.is_file()} | {
        f"{path.stat().st_mode & 0o777:o}/" for path in (folder, *folder.rglob("*")) if path.is_dir()
    }


def test_a_mark_is_the_standard_hmac():
    key = bytes(range(32))
    assert Ledger(Path(), key).digest(b"P-1") == hmac.digest(key, b"P-1", "sha256")


def test_it_lies_in_the_user_s_data_directory_unless_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TWOARM_LEDGER", str(tmp_path / "variable"))
    assert open_ledger(tmp_path / "flag").folder == tmp_path / "flag"
    assert open_ledger().folder == tmp_path / "variable"
    monkeypatch.delenv("TWOARM_LEDGER")
    if sys.platform == "linux":
        assert open_ledger().folder == tmp_path / "home" / "twoarm"


@pytest.mark.parametrize("umask", [0, 0o077])
def test_the_user_alone_reads_it_whatever_the_umask(umask, tmp_path, monkeypatch):
    before = os.umask(umask)
    try:
        open_ledger(tmp_path / "ledger").write_releases([ENTRY])
    finally:
        os.umask(before)
    assert modes(tmp_path / "ledger") == {"600", "700/"}


@pytest.mark.skipif(sys.platform != "linux", reason="the data directory of XDG")
def test_the_user_s_own_is_closed_where_it_stood_open(tmp_path, monkeypatch):
    monkeypatch.delenv("TWOARM_LEDGER")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "twoarm").mkdir()
    (tmp_path / "twoarm").chmod(0o755)
    open_ledger()
    assert modes(tmp_path / "twoarm") == {"600", "700/"}


def test_that_of_a_team_is_its_group_s(tmp_path):
    (tmp_path / "team").mkdir()
    (tmp_path / "team").chmod(0o770)
    open_ledger(tmp_path / "team")
    assert modes(tmp_path / "team") == {"660", "770/"}


def test_one_that_everybody_can_enter_is_refused(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(DisclosureError, match="chmod o= FOLDER"):
        open_ledger(tmp_path / "open")
    assert list((tmp_path / "open").iterdir()) == []


@pytest.mark.parametrize("place", ["study/ledger", "_build/ledger", "checkout/ledger"])
def test_it_is_kept_apart_from_studies_reports_and_checkouts(place, tmp_path):
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "_toc.yml").write_text("")
    with pytest.raises(ParameterError, match="it would travel with them"):
        open_ledger(tmp_path / place, (tmp_path / "study",))
    assert not (tmp_path / place).exists()


def test_two_processes_that_begin_it_have_one_key(tmp_path):
    command = [sys.executable, "-c", OPENS, str(tmp_path / "ledger")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = {process.communicate()[0] for process in both}
    assert told == {f"{open_ledger(tmp_path / 'ledger').key_name}\n"}


def test_another_ledger_has_another_key(tmp_path):
    a, b = (open_ledger(tmp_path / name) for name in "ab")
    assert a.key_name != b.key_name and a.mark("P-1") != b.mark("P-1")
    assert a.mark("P-1", "2") != a.mark("P-12")


def test_what_is_written_is_read(tmp_path):
    ledger = open_ledger(tmp_path / "ledger")
    assert ledger.releases() == []
    ledger.write_releases([ENTRY, ENTRY])
    assert open_ledger(tmp_path / "ledger").releases() == [ENTRY, ENTRY]


def test_a_line_of_a_later_version_is_read(tmp_path):
    ledger = open_ledger(tmp_path / "ledger")
    ledger.write_releases([ENTRY])
    path = tmp_path / "ledger" / RELEASES
    path.write_text(path.read_text("utf-8").replace("{", '{"later": 1, ', 1), "utf-8")
    assert ledger.releases() == [ENTRY]


@pytest.mark.parametrize(
    ("name", "content"), [(KEY, "00"), (KEY, "no key"), (RELEASES, "{"), (RELEASES, "[]")]
)
def test_a_damaged_file_is_named(name, content, tmp_path):
    open_ledger(tmp_path / "ledger")
    (tmp_path / "ledger" / name).write_text(content)
    with pytest.raises(InputError, match=f"{name}: damaged or lost"):
        open_ledger(tmp_path / "ledger").releases()


def test_no_new_key_takes_the_place_of_a_lost_one(tmp_path):
    open_ledger(tmp_path / "ledger").write_releases([ENTRY])
    (tmp_path / "ledger" / KEY).unlink()
    with pytest.raises(InputError, match="Restore it from a backup"):
        open_ledger(tmp_path / "ledger")
    assert not (tmp_path / "ledger" / KEY).exists()


@pytest.mark.parametrize("place", ["home", "home/ledger"])
def test_where_it_cannot_be_made_the_cure_is_named(place, tmp_path):
    (tmp_path / "home").write_text("a file where the folder would be")
    with pytest.raises(DiskError, match="TWOARM_LEDGER=FOLDER") as refused:
        open_ledger(tmp_path / place)
    assert refused.value.exit_code == 7


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_not_be_written_is_told(tmp_path):
    (tmp_path / "home").mkdir(mode=0o500)
    with pytest.raises(DiskError, match="--ledger FOLDER"):
        open_ledger(tmp_path / "home" / "ledger")
