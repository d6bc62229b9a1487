"""The attack: linear relations and enumerated statistics, each told what the other found, until neither finds more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from attack.counts import relations_of, size
from attack.pages import said_on_pages
from attack.published import Design, Published, read_run
from attack.relations import Key, Relations
from attack.report import Report, report_of
from attack.solving import Solver
from attack.told.enumeration import Group, Numbers
from attack.told.levels import level_groups
from attack.told.measurements import arm_group, measured_groups
from attack.told.shares import share_groups
from twoarm.study.disclosure.policy import Policy

ROUNDS = 4
WIDE = 400  # values of a number that are tried in an enumeration
JOINED = 60  # choices that are told to the programme one by one; of more their bounds are told


def attack(run: Path, policy: Policy, design: Design) -> Report:
    """What a reader of a run recovers of the counts that its policy masks.

    Parameters
    ----------
    run : the folder of a published run.
    policy, design : as the report prints them.
    """
    published = read_run(run, policy, design)
    found = attack_tables(published)
    said = said_on_pages(run, found.solver.relations, policy)
    return replace(found, exposed=(*found.exposed, *said))


def attack_tables(published: Published) -> Report:
    """The same of tables that stand in no folder."""
    relations = relations_of(published)
    groups = [*share_groups(published, relations.bounds), *level_groups(published, relations.bounds)]
    groups += [*measured_groups(published, relations.bounds), *arm_group(published)]
    alone = Solver(relations, tuple(map(size, published.design.arms)))
    joined = _Joined(relations, [group for group in groups if group.tells], alone.pivots)
    return report_of(published, alone, joined.solved(alone), joined.refused, joined.skipped)


@dataclass
class _Joined:
    """The relations together with what the groups leave.

    Attributes
    ----------
    refused : of each number the statistics that refused some choice of its group.
    skipped : groups with too many choices.
    """

    relations: Relations
    groups: Sequence[Group]
    pivots: tuple[Key, ...]
    refused: dict[Key, set[str]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)

    def solved(self, solver: Solver) -> Solver:
        told: dict[str, list[Numbers]] = {}
        for _ in range(ROUNDS):
            found = told | dict(self._chosen(solver))
            if found == told:
                break
            told = found
            solver = Solver(self._with(told), self.pivots)
        return solver

    def _chosen(self, solver: Solver) -> Iterator[tuple[str, list[Numbers]]]:
        """The choices of each group that the bounds of its numbers and its statistics leave."""
        for group in self.groups:
            ranges = {key: solver.bounds[key] for key in group.keys}
            if all(low == high for low, high in ranges.values()):
                continue
            if any(high - low > WIDE for low, high in ranges.values()):
                self.skipped.add(group.name)
                continue
            found = group.choices({key: range(low, high + 1) for key, (low, high) in ranges.items()})
            if found is None:
                self.skipped.add(group.name)
                continue
            for key in group.keys:
                self.refused.setdefault(key, set()).update(group.refused)
            yield group.name, found

    def _with(self, told: dict[str, list[Numbers]]) -> Relations:
        relations = self.relations
        for group in self.groups:
            if group.name not in told:
                continue
            choices = told[group.name]
            if not choices:
                raise AssertionError(
                    f"no numbers reproduce what is published of {group.name}: {group.refused}"
                )
            relations = _told(relations, group, choices)
        return relations


def _told(relations: Relations, group: Group, choices: list[Numbers]) -> Relations:
    """The relations with the choices of a group: as they are, or where they are many by their bounds."""
    values = [set(each) for each in zip(*choices, strict=True)]
    boxed = math.prod(max(each) - min(each) + 1 for each in values) == len(choices)
    told = len(choices) <= JOINED and not boxed
    found = relations.one_of(group.keys, choices, group.name) if told else relations.copy()
    for key, each in zip(group.keys, values, strict=True):
        found.add(key, (min(each), max(each)))
    return found
