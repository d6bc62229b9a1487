"""Holm's adjustment and that of Benjamini and Hochberg: against R, by hand, and with outcomes that have no test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from places import TESTS

import twoarm
from twoarm.methods.counts.proportions import fisher_p
from twoarm.methods.design.multiplicity import benjamini_hochberg, holm

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
BALANCE = json.loads((FOLDER / "survival_balance.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_design.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFERENCE["holm"])
def test_adjusted_is_that_of_r(case):
    assert holm(case["inputs"]["p_values"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", BALANCE["benjamini_hochberg"])
def test_adjusted_by_benjamini_and_hochberg_is_that_of_r(case):
    assert benjamini_hochberg(case["inputs"]["p_values"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_adjusted_is_that_found_elsewhere(adjust):
    (case,) = CARRIED[adjust.__name__]
    p_values = [fisher_p(*table) for table in case["inputs"]["tables"]] + case["inputs"]["others"]
    assert adjust(p_values)[:2] == pytest.approx(case["value"], rel=1e-8)


def test_benjamini_and_hochberg_by_hand():
    # 0.01 * 3/1 and 0.03 * 3/2 are pulled down to what stands after them: 0.04 * 3/3.
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04], rel=1e-12)
    assert benjamini_hochberg([0.6, 0.7]) == pytest.approx([0.7, 0.7], rel=1e-12)


def test_benjamini_and_hochberg_never_exceed_holm():
    p_values = [0.2, 0.001, 0.04, 0.039, 1.0, 0.0, None]
    pairs = zip(p_values, benjamini_hochberg(p_values), holm(p_values), strict=True)
    assert all(p is q is r is None or p <= q <= r <= 1 for p, q, r in pairs)
    assert {type(p) for p in benjamini_hochberg(p_values)} == {float, type(None)}
    assert benjamini_hochberg([None, None]) == [None, None]
    assert benjamini_hochberg([]) == []


def test_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06], rel=1e-12)
    assert holm([0.6, 0.7]) == [1.0, 1.0]


def test_an_outcome_without_a_test_does_not_count():
    assert holm([0.01, None, 0.04, None]) == [0.02, None, 0.04, None]
    assert holm([None, None]) == [None, None]
    assert holm([]) == []


def test_adjusted_never_falls_below_its_p_and_keeps_the_order():
    p_values = [0.2, 0.001, 0.04, 0.039, 1.0, 0.0]
    adjusted = holm(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))
    assert adjusted[1] <= adjusted[3] <= adjusted[2] <= adjusted[0]
    assert {type(p) for p in adjusted} == {float}


PACKAGE = Path(twoarm.__file__).parent
METHODS = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in sorted((PACKAGE / "methods").rglob("*.py"))
    if path.name != "__init__.py"
]
HEAVY = {"statsmodels", "matplotlib", "scipy.stats", "pandas"}


SHUT = f"import types; door = types.ModuleType('twoarm'); door.__path__ = [{str(PACKAGE)!r}]; sys.modules['twoarm'] = door"
# A process forked for each line of code, from one that has loaded only what all of them may load.
LOADED = f"""
import os, sys, numpy, scipy.optimize, scipy.special
{SHUT}
for code in sys.argv[1:]:
    if os.fork() == 0:
        exec(code)
        print(*sys.modules, flush=True)
        os._exit(0)
    if os.wait()[1]:
        sys.exit(code)
"""


def loaded_after(*codes: str) -> list[set[str]]:
    """Modules of fresh processes, each of which ran one code, with the package's own front door left shut."""
    command = [sys.executable, "-c", LOADED, *codes]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return [set(line.split()) for line in ran.stdout.splitlines()]


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    """What is loaded after a method is imported."""
    return dict(zip(METHODS, loaded_after(*(f"import {m}" for m in METHODS)), strict=True))


@pytest.mark.parametrize("module", METHODS)
def test_importing_a_method_loads_nothing_heavy(module, loaded):
    assert module in loaded[module]
    assert HEAVY & loaded[module] == set()


def test_using_the_statistics_libraries_loads_neither_their_api_nor_a_plot():
    (loaded,) = loaded_after(
        "from twoarm.methods.counts import proportions; from twoarm.methods.design import multiplicity; "
        "from twoarm.methods.values import ranks; multiplicity.holm([0.1]); "
        "proportions.fisher_p(1, 2, 1, 2); ranks.mann_whitney_p([1, 2], [2, 3])"
    )
    assert "statsmodels.stats.multitest" in loaded
    assert {"statsmodels.api", "matplotlib.pyplot"} & loaded == set()
