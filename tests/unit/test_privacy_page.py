"""The pages about privacy: each promise and each attack has a test that is there; every choice is explained."""

from __future__ import annotations

import re

import pytest
from places import ROOT, TESTS

from twoarm.study.disclosure.policy import OPEN, PROFILES
from twoarm.study.disclosure.words import PolicyWords

PRIVACY, ATTACKS = (
    (ROOT / "docs" / name).read_text("utf-8") for name in ("privacy.md", "privacy-attacks.md")
)
EVERY_TEST = {
    name
    for path in TESTS.rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)
}


def held(page: str) -> list[tuple[str, list[str]]]:
    """What stands first in each row of the tables that end with "held by", and the tests at the end of it."""
    rows, found = [], False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        found = bool(cells) and (found or cells[-1] == "held by")
        if found and cells[-1] != "held by" and set(cells[-1]) != {"-"}:
            rows.append((cells[0], re.findall("`([^`]+)`", cells[-1])))
    return rows


@pytest.mark.parametrize(("page", "least"), [(PRIVACY, 4), (ATTACKS, 2)], ids=["privacy", "attacks"])
def test_every_promise_and_every_attack_has_a_test(page, least):
    rows = held(page)
    assert len(rows) >= least
    assert [first for first, tests in rows if not tests] == []


@pytest.mark.parametrize("page", [PRIVACY, ATTACKS], ids=["privacy", "attacks"])
def test_each_test_that_is_named_is_there(page):
    named = {name for _, tests in held(page) for name in tests}
    files = {name for name in named if "/" in name}
    assert [name for name in files if not (ROOT / name).exists()] == []
    assert sorted(named - files - EVERY_TEST) == []


def test_every_choice_of_a_policy_is_explained_and_every_profile_chosen_for_a_reason():
    for choice in PolicyWords(OPEN).choices:
        assert f"\n- `{choice.key}`: " in PRIVACY
    for name in PROFILES:
        assert f"\n- `{name}` is for" in PRIVACY or f"\n- `{name}` follows" in PRIVACY


def test_a_promise_without_a_test_is_seen():
    page = "| promise | held by |\n|---|---|\n| one | `test_a` |\n| another | |\n\n| a | b |\n|---|---|\n| c | `d` |\n"
    assert held(page) == [("one", ["test_a"]), ("another", [])]
