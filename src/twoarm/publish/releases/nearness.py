"""Whether a release lies too close to an earlier one of the same patients, and in which words that is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twoarm.errors import Place, Problem
from twoarm.faces import counts_only
from twoarm.publish.releases.ledger import Entry, Ledger, damaged
from twoarm.publish.releases.overlap import LEAST_PATIENTS, Overlap, overlap_of
from twoarm.publish.releases.pseudonyms import Pseudonyms, arm_hash, read_pseudonyms

NAMED = 5  # so many variables a line names


@counts_only
@dataclass(frozen=True)
class Earlier:
    """An earlier release of some of the same patients; two differ by `least` patients, by none, or are refused."""

    entry: Entry
    overlap: Overlap
    least: int

    @property
    def too_close(self) -> bool:
        """Whether what one of both says more than the other could be of fewer than `least` patients."""
        return bool(self.overlap.lone_few(self.least) or self.overlap.changed_few(self.least))


def earlier_releases(found: Pseudonyms, min_count: int, ledger: Ledger) -> list[Earlier]:
    """The releases of the ledger that have patients of these, the earliest first.

    Parameters
    ----------
    min_count : of the policy of the release that is to be made; the stricter of it, of the earlier one's and of five holds.

    Raises
    ------
    InputError
        The ledger is damaged.
    """
    near = []
    kept: dict[str, Overlap | None] = {}
    for entry in ledger.releases():
        if entry.cohort not in kept:
            kept[entry.cohort] = overlap_of(_patients(entry, ledger), found)
        if overlap := kept[entry.cohort]:
            near.append(Earlier(entry, overlap, max(min_count, entry.min_count, LEAST_PATIENTS)))
    return near


def closeness(near: list[Earlier], arms: Mapping[str, str], ledger: Ledger) -> list[Problem]:
    """What is too close, release by release.

    Parameters
    ----------
    arms : the label of each arm by its code.
    """
    labels = {arm_hash(ledger, code): label for code, label in arms.items()}
    return [_problem(one, labels) for one in near if one.too_close]


def _patients(entry: Entry, ledger: Ledger) -> Pseudonyms:
    found = read_pseudonyms(entry.cohort, ledger)
    if found is None:
        raise damaged(ledger.cohort_file(entry.cohort).name)
    return found


def _problem(one: Earlier, labels: Mapping[int, str]) -> Problem:
    where = Place(at=f"the release of {one.entry.day}, run {one.entry.run}")
    if few := one.overlap.lone_few(one.least):
        ordered = [arm for arm in (*labels, *(few.keys() - labels.keys())) if arm in few]
        said = [f"{few[arm]} in {labels.get(arm, 'another arm')}" for arm in ordered]
        return Problem(
            where, f"fewer than {one.least} patients are in one of both alone: {' and '.join(said)}"
        )
    changed = [f"{name} ({count})" for name, count in one.overlap.changed_few(one.least).items()]
    told = ", ".join(changed[:NAMED]) + (f" and {len(changed) - NAMED} more" if len(changed) > NAMED else "")
    return Problem(where, f"values of fewer than {one.least} patients of an arm are others: {told}")
