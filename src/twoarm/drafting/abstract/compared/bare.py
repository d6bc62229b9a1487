"""Statements of P without a number behind them: between the arms or within one, and in which direction."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.compared.stated import is_significant
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.entries.topics import topic_of
from twoarm.drafting.abstract.reading.figures import SIGNED_FIGURE, value
from twoarm.drafting.abstract.reading.mentions import Mention
from twoarm.drafting.abstract.reading.sentences import Sentence

_NONE = re.compile(
    r"\b(?:no|not|without|nor|neither|non-?)\b[^.;]{0,60}?\b(?:differ\w*|significan\w*)|\bsimilar"
    r"|\bcomparable|\bdid not differ|\bequal|\balike\b|non-?significant",
    re.I,
)
_HIGHER = re.compile(
    r"\b(?:higher|greater|longer|more|larger|increas\w*|rose|elevated|heavier|superior|better|improv\w*|gain\w*)\b",
    re.I,
)
_LOWER = re.compile(
    r"\b(?:lower|less|fewer|shorter|smaller|decreas\w*|reduc\w*|earlier|faster|quicker|sooner|fell"
    r"|declin\w*|inferior|worse\w*)\b",
    re.I,
)
_JUDGED = re.compile(r"\b(?:superior|better|improv\w*|inferior|worse\w*)\b", re.I)
_LESS_IS_BETTER = re.compile(
    r"\b(?:pain|VAS|NRS|ODI|disability|WOMAC|NDI|DASH|Cobb|kypho\w*|complication\w*|leak\w*|loss|time"
    r"|stay|bleeding|infection|mortality|recurrence|error|deform\w*|symptom\w*|anxiety|depression)\b",
    re.I,
)
_WITHIN = re.compile(
    r"compared (?:with|to) (?:(?:that|those|the|values?) )*(?:at |before |of )*(?:baseline|pre|before"
    r"|the pre)|from baseline|than (?:those |that )?(?:before|pre-?oper|at baseline)"
    r"|(?:before|pre)[a-z-]* (?:treatment|surgery|operation)? ?(?:and|to|vs\.?|versus) (?:after|post)"
    r"|within (?:both|each|the|either)|relative to baseline|preoperatively",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:both|the two|two|each|either) (?:of the )?(?:groups?|arms?|cohorts?|treatments?)\b|\bin both\b",
    re.I,
)
_BETWEEN = re.compile(
    r"\bbetween\b|\bthan\b|inter-?group|\bthe (?:two )?groups (?:were|did|had)|\btwo groups\b"
    r"|compared with (?:the )?(?!pre|base|before|those)",
    re.I,
)
_LIST = re.compile(
    r"\b(?:in terms of|with (?:regard|respect) to|regarding|differences? (?:was |were )?(?:found |seen "
    r"|observed |noted )?(?:between [^,.;()]{2,40} )?(?:in terms of|in|for)"
    r"|differ\w* (?:significantly )?in|with reference to|as regards"
    r"|superior to [^,.;()]{2,40} in(?: terms of)?|better than [^,.;()]{2,40} in(?: terms of)?)\s+"
    r"(?P<list>[^.;()]+)$",
    re.I,
)
_TWO = re.compile(
    rf"(?<![\w.])(?P<a>{SIGNED_FIGURE})(?:[ %]|[a-z])[^\d;]{{0,14}}?\b(?:vs\.?|versus|compared (?:with"
    rf"|to)) (?P<b>{SIGNED_FIGURE})(?![\w.])",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:at|after|during|between|among|on|by|within|before) (?:the |all |each |both |any |\d|two|one"
    r"|three|six|twelve|latest|last|final|corresponding)\b.*$|\b(?:compared|than|postoperatively)\b.*$",
    re.I,
)


def bare_claims(p: Mention, start: int, sentence: Sentence, context: Context) -> list[Drafted]:
    """The claims of a statement of P that follows no values; none where its direction, or what is compared, is not said."""
    clause, whole = sentence.flat[start : p.start], sentence.flat[start:]
    around = sentence.flat
    between = _compares(clause, around, context)
    direction = _direction(clause, whole, p, between, context)
    if direction is None:
        return []
    made = []
    for topic in _topics(clause, context):
        for n, arm in _groups(clause, around, between, context):
            fields = {
                "p": p.values["p"],
                "comparison": "between" if between else "within",
                "direction": _turned(direction, clause, topic),
                "n": n,
            }
            part = ", ".join(filter(None, (topic, arm.label if arm else "")))
            drafted = Drafted(
                "bare_p",
                sentence,
                fields,
                [(p.start, p.end)],
                part,
                ["the direction"] * (direction != "none"),
                p.pieces,
            )
            drafted.arm = context.arms.role(arm) if arm else ""
            made.append(drafted)
    return made


def _compares(clause: str, sentence: str, context: Context) -> bool:
    """Whether the arms are compared, rather than one time with another."""
    spoken = {id(arm) for _, _, arm in context.arms.mentioned(clause)}
    if (
        _BOTH.search(clause)
        and not _BETWEEN.search(clause)
        and not _NONE.search(clause)
        and re.search(r"creas|improv|reduc|rose|fell|declin|chang", clause, re.I)
    ):
        return False
    if _WITHIN.search(clause) or (_WITHIN.search(sentence) and not _BETWEEN.search(clause)):
        return bool(re.search(r"\bbetween (?:the )?(?:two )?(?:groups|arms)|inter-?group", clause, re.I)) or (
            len(spoken) == 2 and bool(re.search(r"\bthan\b(?! (?:before|pre|base))", clause))
        )
    return True


def _groups(
    clause: str, sentence: str, between: bool, context: Context
) -> list[tuple[list[int], Arm | None]]:
    """The sizes of a claim, and the arm where it is about one."""
    arms = context.arms
    if between:
        return [(list(arms.sizes), None)]
    spoken = [arm for _, _, arm in arms.mentioned(clause)] or [arm for _, _, arm in arms.mentioned(sentence)]
    one = len({id(arm) for arm in spoken}) == 1 and not _BOTH.search(sentence)
    return [([arm.n], arm) for arm in ([spoken[0]] if one else [arms.treated, arms.control])]


def _direction(clause: str, whole: str, p: Mention, between: bool, context: Context) -> str | None:
    """Treated minus control, or later minus earlier; None where it is not said."""
    if not is_significant(p.values["p"]):
        return "none"
    if _NONE.search(clause):
        return "none"
    higher, lower = _HIGHER.search(clause), _LOWER.search(clause)
    if bool(higher) == bool(lower):
        return _by_numbers(clause, context) if between else None
    word = "higher" if higher else "lower"
    mark = higher or lower
    if not between or mark is None:
        return word
    spoken = context.arms.mentioned(clause)
    subject = next((arm for _, _, arm in spoken), None) if spoken else None
    than = re.search(r"\b(?:than|compared (?:with|to)|to the)\b", clause)
    if than:
        first = [arm for at, _, arm in spoken if at < than.start()]
        second = [arm for at, _, arm in spoken if at > than.start()]
        subject = first[-1] if first else context.arms.other(second[0]) if second else subject
    if subject is None:
        return None
    return word if subject is context.arms.treated else {"higher": "lower", "lower": "higher"}[word]


def _by_numbers(clause: str, context: Context) -> str | None:
    """The direction of two numbers that are neither means with deviations nor counts: `1.7 vs 3.9`."""
    found = list(_TWO.finditer(clause))
    if len(found) != 1:
        return None
    a, b = (value(found[0][side]) for side in ("a", "b"))
    spoken = [arm for at, _, arm in context.arms.mentioned(clause) if at < found[0].start()]
    first = (
        spoken[-2]
        if len(spoken) > 1 and spoken[-1] is not spoken[-2]
        else spoken[-1]
        if spoken
        else context.arms.first
    )
    treated, control = (a, b) if first is context.arms.treated else (b, a)
    return "higher" if treated > control else "lower" if treated < control else None


def _turned(direction: str, clause: str, topic: str) -> str:
    """The direction of an outcome of which less is better, where the words judge instead of measuring."""
    judged = _JUDGED.search(clause) and not re.search(
        r"\b(?:higher|lower|longer|shorter|greater|smaller|fewer|decreas\w*|increas\w*|reduc\w*)\b", clause
    )
    if judged and _LESS_IS_BETTER.search(topic or clause) and direction != "none":
        return {"higher": "lower", "lower": "higher"}[direction]
    return direction


def _topics(clause: str, context: Context) -> list[str]:
    """The outcomes that a statement is about, each by itself."""
    tail = clause.rstrip(" ([,;")
    listed = _LIST.search(tail)
    words = listed["list"] if listed else topic_of(tail, context.arms)
    words = (
        _WHEN.sub("", words) if listed else "" if re.match(r"(?:at|during|after|between) ", words) else words
    )
    parts = [part.strip(" ,;") for part in re.split(r",(?: and| or)? | and (?:the )?| or ", words)]
    last = re.search(r" (scores?|values?|rates?|levels?|times?|indices|index)$", words)
    parts = [re.sub(r"^(?:the|in|of) ", "", part) for part in parts if len(part) > 1]
    if last and len(parts) > 1 and last[1].endswith("s"):
        parts[-1] = re.sub(r" (?:scores|values|rates|levels|times)$", "", parts[-1])
    return list(dict.fromkeys(part[:60] for part in parts if re.search(r"[A-Za-z]{2}", part))) or [""]
