"""The numbers of `type_diagnostics.toml` hold, and what would raise them or hide from them is seen."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
import type_diagnostics as types
from places import ROOT


def test_no_floor_has_more_diagnostics_than_recorded_nor_fewer(capsys):
    status = types.main()
    assert status == 0, capsys.readouterr().out


def test_what_others_build_on_has_none():
    recorded = tomllib.loads(types.NUMBERS.read_text("utf-8"))
    assert {"errors", "random_bits", "methods", "study"} & set(recorded) == set()


def test_no_rule_is_switched_off():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ty"]
    assert settings == {"environment": {"python-version": "3.11"}}
    assert not (ROOT / "ty.toml").exists()


def test_a_wrong_type_is_found_and_counted(tmp_path):
    (tmp_path / "methods").mkdir()
    wrong = tmp_path / "methods" / "wrong.py"
    wrong.write_text('def half(x: float) -> float:\n    return x / 2\n\n\nhalf("a")\n', "utf-8")
    assert [types.floor(path, tmp_path) for path in types.diagnosed(tmp_path)] == ["methods"]


@pytest.mark.parametrize(
    ("now", "recorded", "said"),
    [
        (3, 2, ["study: 3 diagnostics, 2 recorded: mend the new ones"]),
        (2, 3, ["study: 2 diagnostics, 3 recorded: lower it in tests/support/type_diagnostics.toml"]),
        (3, None, ["study: 3 diagnostics, 0 recorded: mend the new ones"]),
        (0, 3, ["study: 0 diagnostics, 3 recorded: lower it in tests/support/type_diagnostics.toml"]),
        (3, 3, []),
    ],
)
def test_a_number_that_differs_is_told(now, recorded, said):
    assert types.report(Counter(study=now), {} if recorded is None else {"study": recorded}) == said


@pytest.mark.parametrize(
    ("comment", "seen", "explained"),
    [
        ("# ty: ignore[invalid-argument-type]  # pandas takes any key here", True, True),
        ("# ty: ignore[a-rule, another-rule]  # why", True, True),
        ("# ty: ignore[invalid-argument-type]", True, False),
        ("# ty: ignore  # everything", True, False),
        ("# type: ignore", True, False),
        ("# type: ignore[arg-type]  # for another checker", True, False),
        ("# types are ignored here", False, False),
    ],
)
def test_a_suppression_is_counted_and_explains_itself(comment, seen, explained):
    found = types.suppressions(f"text = '# type: ignore'\nnumber = 1  {comment}\n")
    assert found == ([(2, comment)] if seen else [])
    assert bool(types.EXPLAINED.fullmatch(comment)) == explained
