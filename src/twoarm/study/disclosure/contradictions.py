"""What a policy says that cannot be, and what it says that is hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.errors import Place, Problem
from twoarm.study.disclosure.policy import Policy


def policy_problems(policy: Policy) -> Iterator[Problem]:
    """What cannot be done as it is stated: a mark that hides nothing, a count that would be shown as none."""
    if policy.zeros == "masked" and policy.min_count < 2:
        rule = f"a masked count would read {policy.word}, which can be nothing but 0"
        yield Problem(_at("zeros"), rule, "state a min_count of 2 or more, or zeros: shown")
    least = max(policy.min_count, 1)
    if policy.multiple(least) == 0:
        rule = f"a count of {least} is not masked and would be rounded to 0"
        yield Problem(_at("rounding"), rule, f"state {2 * least} at most, or a larger min_count")


def policy_warnings(policy: Policy) -> Iterator[Problem]:
    """What protects less than it seems to."""
    if policy.min_count == 1 and not policy.masks:
        yield Problem(_at("min_count"), "1 masks nothing", "5 is usual; profile: open says so in a word")
    if policy.masks and policy.smallest == policy.largest:
        rule = f"a masked count can be nothing but {policy.smallest}"
        yield Problem(_at("min_count"), rule, "with 3 it can be two numbers; 5 is usual")
    if policy.masks and policy.curve_minimum < policy.min_count:
        rule = f"a curve goes on below {policy.min_count} patients, whose count is masked"
        yield Problem(_at("curve_minimum"), rule, f"{policy.min_count} is the min_count")


def _at(key: str) -> Place:
    return Place("study.yml", at=f"disclosure.{key}")
