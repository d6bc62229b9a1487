"""A study under a policy, and under none, where each of its counts is known: what an attack is judged by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from attack.counts import relations_of
from attack.published import Published, as_published, design_of
from attack.relations import Key
from attack.report import Report
from attack.solving import Solver
from attack.winning import attack_tables
from run_tables import tables_of

from twoarm.study.disclosure.policy import OPEN, Policy
from twoarm.study.opened import Study, open_study

LACKING = {"missing", "without"}


@dataclass(frozen=True)
class Truth:
    """What the tables without a policy say: every count, and every difference of two that belongs to patients."""

    public: Published
    counts: dict[Key, int]


def published(study: Study) -> Published:
    """The tables of a study under its own policy."""
    return Published(study.spec.policy, design_of(study), as_published(tables_of(study)))


def truth_of(study: Study) -> Truth:
    """The counts of a study that masks nothing.

    There the relations of the attacker leave one value to each: none of them is wrong, and none is lacking.
    """
    assert study.spec.policy == OPEN
    public = published(study)
    solver = Solver(relations_of(public))
    assert not solver.relations.contradicted
    assert [key for key, (low, high) in solver.bounds.items() if low < high] == []
    return Truth(public, {key: low for key, (low, high) in solver.bounds.items()})


def under(study: Path, profile: str) -> Study:
    """A study folder with another policy."""
    path = study / "study.yml"
    path.write_text(
        re.sub(r"disclosure: .*", f"disclosure: {{profile: {profile}}}", path.read_text("utf-8")), "utf-8"
    )
    return open_study(str(study))


def recovered(report: Report, truth: Truth, policy: Policy) -> list[str]:
    """What an attack recovered, in words: nothing where a policy keeps what it promises.

    Of a small count that stands nowhere, such as how many lack a covariate, as many values have to be left as are masked.
    That nobody lacks anything may be known.
    """
    fewest = policy.largest - max(policy.smallest, 1) + 1
    found = [f"exposed: {cell}" for cell in report.exposed]
    for one in report.masked:
        if one.leaks:
            found.append(f"{one.key} can be {sorted(one.compatible)}, by {one.by}")
    told = {one.key for one in report.masked}
    by = {one.key: one.by for one in report.derived}
    for key in report.solver.relations.bounds:
        small = policy.small(truth.counts.get(key, -1)) and not (key[0] in LACKING and not truth.counts[key])
        if small and key not in told and len(values := report.of(*key)) < fewest:
            found.append(f"{key} can be {sorted(values)}, by {by.get(key, ())}")
    return found


def wrongly_excluded(report: Report, truth: Truth) -> list[Key]:
    """Masked counts whose own value the attacker holds for impossible: it has misread something."""
    return [one.key for one in report.masked if not report.solver.can_be(one.key, truth.counts[one.key])]


def attacked(study: Study) -> Report:
    """What an attacker recovers of a study under its own policy."""
    return attack_tables(published(study))
