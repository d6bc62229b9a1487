"""``GRID.yml``: what it may hold, and every problem at once with its line; never a value."""

from __future__ import annotations

import pytest
from sweep_studies import write_grid

from twoarm.errors import ParameterError
from twoarm.study.parameters import Parameters
from twoarm.study.sweeps.grid import MOST_RUNS, GridParameters, read_grid


def refused(tmp_path, text: str) -> list[str]:
    with pytest.raises(ParameterError) as caught:
        read_grid(write_grid(tmp_path / "g.yml", text))
    return [str(problem) for problem in caught.value.problems]


def test_a_grid_is_every_combination_the_last_parameter_changing_fastest(tmp_path):
    grid, _ = read_grid(
        write_grid(tmp_path / "g.yml", "parameters: {alpha: [0.01, 0.05], conf_level: [0.9, null]}")
    )
    assert [tuple(given.values()) for given in grid.combinations] == [
        (0.01, 0.9),
        (0.01, None),
        (0.05, 0.9),
        (0.05, None),
    ]


def test_an_empty_file_is_one_run_of_the_shipped_study(tmp_path):
    grid, _ = read_grid(write_grid(tmp_path / "g.yml", ""))
    assert (grid.studies, grid.by, grid.combinations) == (["data"], None, [{}])


def test_every_parameter_of_a_run_can_be_swept():
    assert set(GridParameters.model_fields) == set(Parameters.model_fields) - {"study"}


def test_every_problem_is_told_at_once_with_its_line_and_without_the_value(tmp_path):
    text = (
        "parameters:\n  alpha: [0.01, 0.87]\n  imbalance: []\n  alpah: [0.1]\nstudes: [secret-name]\nby: 3\n"
    )
    found = refused(tmp_path, text)
    assert [problem.partition(":")[0] for problem in found] == [
        "g.yml line 6, by",
        "g.yml line 2, parameters.alpha",
        "g.yml line 3, parameters.imbalance",
        "g.yml line 4, parameters.alpah",
        "g.yml line 5, studes",
    ]
    assert not any(word in " ".join(found) for word in ("0.87", "secret-name"))


@pytest.mark.parametrize("text", ["parameters: {alpha: [0.1, 0.1]}", "studies: [a, b, a]"])
def test_what_is_given_twice_is_refused(tmp_path, text):
    assert ["given twice" in problem for problem in refused(tmp_path, text)] == [True]


def test_too_many_runs_are_refused(tmp_path):
    numbers = ", ".join(str(n) for n in range(101))
    levels = ", ".join(str(n / 1000) for n in range(1, 101))
    text = f"parameters: {{reconstructions: [{numbers}], alpha: [{levels}]}}"
    assert [f"more than {MOST_RUNS} runs" in problem for problem in refused(tmp_path, text)] == [True]


@pytest.mark.parametrize("text", ["- a\n- b\n", "parameters: 3\n", "a: [\n", "a: 1\na: 2\n"])
def test_what_is_no_grid_is_refused(tmp_path, text):
    assert refused(tmp_path, text)
