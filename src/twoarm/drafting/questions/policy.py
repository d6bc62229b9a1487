"""What may be shown of the patients: the question, what each answer does, and the policy that an answer stands for."""

from __future__ import annotations

from textwrap import wrap

from twoarm.drafting.answers import Answers
from twoarm.study.disclosure.policy import PROFILES, Disclosure, Policy
from twoarm.study.disclosure.words import PolicyWords

ASKS = "What may the report show of its patients? A profile, or the smallest count that it may show."
_WIDTH = 100
_OPEN_MEANS = "Nothing is masked: single patients can be found. For patients whom anybody may see."


def explained() -> tuple[str, ...]:
    """What each profile does and what it leaves open, as lines of a terminal."""
    widest = max(map(len, PROFILES)) + 4
    lines: list[str] = []
    for name, policy in PROFILES.items():
        head = f"  {name}".ljust(widest)
        lines += wrap(_explained(policy), _WIDTH, initial_indent=head, subsequent_indent=" " * widest)
    return tuple(lines)


def _explained(policy: Policy) -> str:
    words = PolicyWords(policy)
    left_open = f"It leaves open: {'; '.join(words.open_risks)}."
    return f"{words.sentence} {left_open}" if words.sentence else _OPEN_MEANS


def stated(answers: Answers) -> Disclosure:
    """The policy as the answers have it; a number alone is that of the profile hospital, and 0 is open."""
    least = int(answers.min_count) if answers.min_count else None
    return Disclosure.model_validate({"profile": answers.profile or None, "min_count": least})


def policy_lines(answers: Answers) -> list[str]:
    """The lines of study.yml: what the policy does as a comment, then the policy."""
    policy = stated(answers).policy
    comment = wrap(
        PolicyWords(policy).sentence or _OPEN_MEANS, _WIDTH, initial_indent="# ", subsequent_indent="# "
    )
    return [*comment, f"disclosure: {{{', '.join(f'{key}: {value}' for key, value in policy.keys.items())}}}"]
