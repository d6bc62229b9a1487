"""What may be shown of the patients: the question, what each answer does, and the policy that an answer stands for."""

from __future__ import annotations

from textwrap import wrap

from twoarm.drafting.answers import Answers
from twoarm.study.disclosure.policy import PROFILES, Disclosure
from twoarm.study.disclosure.words import PolicyWords

ASKS = "What may the report show of its patients? A profile, or the smallest count that it may show."
_OPEN_MEANS = "Nothing is masked: single patients can be found. For patients whom anybody may see."


def explained() -> tuple[str, ...]:
    """What each profile does, a line each."""
    widest = max(map(len, PROFILES))
    does = {name: PolicyWords(policy).sentence or _OPEN_MEANS for name, policy in PROFILES.items()}
    return tuple(f"  {name.ljust(widest)}  {words}" for name, words in does.items())


def stated(answers: Answers) -> Disclosure:
    """The policy as the answers have it; a number alone is that of the profile hospital, and 0 is open."""
    least = int(answers.min_count) if answers.min_count else None
    return Disclosure.model_validate({"profile": answers.profile or None, "min_count": least})


def policy_lines(answers: Answers) -> list[str]:
    """The lines of study.yml: what the policy does as a comment, then the policy."""
    policy = stated(answers).policy
    comment = wrap(
        PolicyWords(policy).sentence or _OPEN_MEANS, 100, initial_indent="# ", subsequent_indent="# "
    )
    return [*comment, f"disclosure: {{{', '.join(f'{key}: {value}' for key, value in policy.keys.items())}}}"]
