"""A digest tells apart whatever could give another number, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest

from twoarm.computed.digest import digest


@dataclass(frozen=True)
class Pair:
    first: object
    second: object


DIFFERENT = [
    ("ab", "c"),
    ("a", "bc"),
    (["a", "b"],),
    (["ab"],),
    (1,),
    (1.0,),
    (True,),
    ("1",),
    (b"1",),
    (None,),
    (),
    (np.array([1.0, 2.0]),),
    (np.array([2.0, 1.0]),),
    (np.array([[1.0, 2.0]]),),
    (np.array([1.0, 2.0], dtype=np.float32),),
    (np.array([1, 2]),),
    (np.array([1.0]), np.array([2.0])),
    (np.array([1.0, np.nan]),),
    (Pair(1, 2),),
    (Pair(2, 1),),
    (Pair(None, (1, 2)),),
    ({"a": 1},),
]


@pytest.mark.parametrize(("one", "other"), list(combinations(range(len(DIFFERENT)), 2)))
def test_different_things_have_different_digests(one, other):
    assert digest(*DIFFERENT[one]) != digest(*DIFFERENT[other])


def test_the_same_values_have_the_same_digest_however_they_lie_in_memory():
    square = np.arange(6.0).reshape(2, 3)
    assert digest(square) == digest(np.asfortranarray(square)) == digest(square.copy())
    assert digest(np.arange(6.0)[::2]) == digest(np.array([0.0, 2.0, 4.0]))
    assert digest(Pair(square, "x")) == digest(Pair(square.copy(), "x"))


def test_what_has_no_value_of_its_own_is_refused():
    with pytest.raises(TypeError):
        digest(object())
