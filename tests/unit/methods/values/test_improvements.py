"""Responders: by hand, at the very threshold, in both directions, and without numbers."""

import math

import numpy as np
import pytest

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.values.improvements import relative_responders, responders

NAN = math.nan
GRID = np.arange(0, 101) / 10  # a scale of 0 to 10, read to one tenth


def test_responders_by_hand():
    given = responders([8, 8, 8, 8], [6, 7, 9, 3], 2, "lower")
    assert given.tolist() == [1, 0, 0, 1]
    assert responders([40, 40, 40], [60, 59, 20], 20, "higher").tolist() == [1, 0, 0]


def test_relative_responders_by_hand():
    assert relative_responders([10, 10, 4], [7, 8, 3], 0.3, "lower").tolist() == [1, 0, 0]
    assert relative_responders([50, 50, 20], [65, 64, 45], 0.3, "higher").tolist() == [1, 0, 1]


@pytest.mark.parametrize("tenths", range(1, 51))
def test_a_change_of_exactly_the_threshold_counts_wherever_it_starts(tenths):
    # Whole tenths decide; floats do not: 8.2 - 6.2 < 2.
    start, end = (grid.ravel() for grid in np.meshgrid(range(101), range(101)))
    expected = (start - end >= tenths).astype(float)
    assert responders(start / 10, end / 10, tenths / 10, "lower").tolist() == expected.tolist()
    assert responders(end / 10, start / 10, tenths / 10, "higher").tolist() == expected.tolist()


@pytest.mark.parametrize("percent", [10, 30, 50, 70])
def test_a_change_of_exactly_the_share_counts_wherever_it_starts(percent):
    start, end = (grid.ravel() for grid in np.meshgrid(range(1, 101), range(101)))
    expected = (100 * (start - end) >= percent * start).astype(float)
    assert relative_responders(start / 10, end / 10, percent / 100, "lower").tolist() == expected.tolist()


def test_the_naive_comparison_would_miss_some():
    assert 8.2 - 6.2 < 2.0
    assert responders([8.2], [6.2], 2.0, "lower").tolist() == [1]
    assert 0.3 * 7.0 > 7.0 - 4.9
    assert relative_responders([7.0], [4.9], 0.3, "lower").tolist() == [1]


def test_a_change_short_of_the_threshold_by_a_reading_does_not_count():
    assert responders([1e6 + 8], [1e6 + 6.01], 2, "lower").tolist() == [0]
    assert responders([8e-9], [6.1e-9], 2e-9, "lower").tolist() == [0]
    assert responders([8e-9], [6e-9], 2e-9, "lower").tolist() == [1]


def test_missing_values_and_shares_of_nothing_are_missing():
    assert np.isnan(responders([NAN, 8, NAN], [5, NAN, NAN], 2, "lower")).all()
    assert np.isnan(relative_responders([0, -3, NAN, 5], [0, -9, 2, NAN], 0.3, "lower")).all()
    assert responders([0, -3], [-2, -4], 2, "lower").tolist() == [1, 0]


def test_no_patients_no_responders():
    assert responders([], [], 2, "lower").shape == (0,)
    assert relative_responders([], [], 0.3, "higher").shape == (0,)


@pytest.mark.parametrize("scale", [1e-6, 10, 1e6])
def test_the_unit_does_not_count(scale):
    one = responders(GRID, GRID[::-1], 2, "lower")
    assert responders(scale * GRID, scale * GRID[::-1], scale * 2, "lower").tolist() == one.tolist()


@pytest.mark.parametrize("method", [responders, relative_responders])
def test_what_cannot_be_a_definition_is_refused(method):
    with pytest.raises(AnalysisError):
        method([1, 2], [1], 1, "lower")
    for size, better in ((0, "lower"), (-1, "lower"), (NAN, "lower"), (1, "down"), (1, "")):
        with pytest.raises(ParameterError):
            method([1, 2], [1, 2], size, better)
