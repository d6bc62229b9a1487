"""The table of whole reports, and what keeps each of them as it was built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import TESTS
from reports import digests, report_of
from runs import ALL, PRIVATE, RUNS, Run

from twoarm.study.disclosure.policy import PROFILES

TEXT = "\n".join(path.read_text("utf-8") for path in [TESTS / "conftest.py", *TESTS.glob("*/test_*.py")])


def test_every_report_is_asked_for():
    """Written out, or made of a beginning: ``report(f"drafted-{name}")``."""
    named = set(re.findall(r'"([\w-]+)"', TEXT)) | {f"drafted-{n}" for n in re.findall(r'"(\w+)"', TEXT)}
    if 'report(f"{name}-{profile}")' in TEXT:
        named |= {f"{name}-{profile}" for name in PRIVATE for profile in PROFILES}
    assert set(RUNS) - named == set()


def test_every_report_says_why_no_other_would_do():
    why = [run.why for run in RUNS.values() if not run.book]
    assert all(len(text.split()) > 4 for text in why) and len(set(why)) == len(why)


def test_no_two_reports_are_the_same():
    """The same study with the same parameters, in whatever formats."""
    asked = [(run.study, run.arguments) for run in RUNS.values()]
    assert len(set(asked)) == len(asked)


def test_a_report_is_built_once_and_its_failure_is_told_each_time(tmp_path, monkeypatch):
    called = []

    def nowhere(book: Path, outside: Path) -> Path:
        called.append(outside)
        return outside

    monkeypatch.setitem(RUNS, "none", Run("a study of no files", nowhere, ALL))
    for _ in range(2):
        with pytest.raises(AssertionError, match=r"no study\.yml in it"):
            report_of("none", tmp_path)
    assert len(called) == 1


def test_a_changed_byte_is_seen(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html").write_text("1.9")
    before = digests(tmp_path)
    (tmp_path / "html" / "a.html").write_text("1.8")
    assert digests(tmp_path) != before
    (tmp_path / "html" / "a.html").write_text("1.9")
    assert digests(tmp_path) == before
    (tmp_path / "new").write_text("")
    assert digests(tmp_path) != before
