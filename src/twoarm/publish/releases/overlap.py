"""By how many patients two releases differ: whoever subtracts one from the other learns what is recorded of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from twoarm.faces import counts_only
from twoarm.publish.releases.pseudonyms import NOT_KNOWN, Pseudonyms

LEAST_PATIENTS = 5  # patients by whom two releases differ, where no policy asks for more


@counts_only
@dataclass(frozen=True)
class Overlap:
    """Two releases that have patients in common.

    Attributes
    ----------
    shared : patients of both.
    lone : patients of one alone, by the hash of their arm; one that has changed its arm counts in both.
    values : patients of whom something else is recorded, or of one release alone, by arm and then by the variable
        and its visit. What one release alone records is of no variable here.
    """

    shared: int
    lone: Mapping[int, int]
    values: Mapping[int, Mapping[str, int]]

    @property
    def differing(self) -> int:
        """Patients of one release alone, in either direction; of those that have changed their arm each counts twice."""
        return sum(self.lone.values())

    def lone_few(self, least: int) -> dict[int, int]:
        """The arms in which some patients, but fewer than `least`, are of one release alone, and how many."""
        return {arm: count for arm, count in self.lone.items() if 0 < count < least}

    def changed_few(self, least: int) -> dict[str, int]:
        """The variables of which some patients, but fewer than `least`, have another value in an arm; the fewest."""
        found: dict[str, int] = {}
        for counts in self.values.values():
            for name, count in counts.items():
                if 0 < count < least:
                    found[name] = min(count, found.get(name, count))
        return found


def overlap_of(a: Pseudonyms, b: Pseudonyms) -> Overlap | None:
    """Compare the patients of two releases; None where they share none, as those of two studies do.

    A difference counts in either direction: who was added, who was taken out, and whose values were changed.
    """
    shared = len(np.intersect1d(a.patients, b.patients))
    if not shared:
        return None
    arms = {int(arm) for arm in np.union1d(a.arms, b.arms)}
    frames = {arm: (_in_arm(a, arm), _in_arm(b, arm)) for arm in arms}
    lone = {arm: len(one.index.symmetric_difference(other.index)) for arm, (one, other) in frames.items()}
    return Overlap(shared, lone, {arm: _changed(*pair) for arm, pair in frames.items()})


def _in_arm(found: Pseudonyms, arm: int) -> pd.DataFrame:
    frame = pd.DataFrame(found.values, index=found.patients)
    return frame[found.arms == arm]


def _changed(one: pd.DataFrame, other: pd.DataFrame) -> dict[str, int]:
    common = [name for name in one.columns if name in other.columns]
    everybody = one.index.union(other.index)
    before, after = (
        frame[common].reindex(everybody, fill_value=NOT_KNOWN).to_numpy() for frame in (one, other)
    )
    return dict(zip(common, (before != after).sum(axis=0).tolist(), strict=True))
