"""Two counts to be moved: P by the recommended test and by Fisher's, of every setting near the printed one."""

from __future__ import annotations

import math
from itertools import product
from string import ascii_lowercase

from twoarm.analysis.claims.settings import Settings, StatementSettings
from twoarm.present import wording as w
from twoarm.present.claims.tested_words import counts_of, units_of
from twoarm.present.moved.face import Movable, Named

_TICKS = (0.001, 0.01, 0.1, 1.0)
_CODES = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]  # more than P values of two digits
_WORDS = {
    "title": "If other counts were printed",
    "choose": "Statement",
    "reset": "As printed",
    "recommended": "recommended test",
    "exact": "Fisher’s",
}


def movable_counts(settings: Settings | None) -> Movable | None:
    """The statements on two counts with their counts as sliders; None where none can be tested.

    Parameters
    ----------
    settings : as `possible_settings` gives them.
    """
    if settings is None:
        return None
    # What hangs on how many patients are behind the units comes first.
    each = sorted(settings.each, key=lambda one: one.claim.units is None)
    return Movable("counts", _WORDS, tuple(_statement(settings, one) for one in each), settings)


def _statement(settings: Settings, one: StatementSettings) -> Named:
    audit, claim = settings.audit, one.claim
    limit = audit.threshold(claim)
    ps = [p for row in one.rows for p in (row.p_value, row.p_value_fisher)]
    texts = [_text(p, limit) for p in ps]
    codes = dict(zip(dict.fromkeys(texts), _CODES, strict=False))  # of each P as it is shown
    said = {
        "kind": "statement",
        "code": claim.id,
        "text": f"{claim.id}: {audit.named(claim)}",
        "said": _sentence(settings, one),
        "printed": _printed(settings, one),
        "limit": f"dashed: {w.exact(limit)}; filled: below",
        "limit-at": _place(limit, limit),
        "table": "".join(codes[text] for text in texts),
    }
    found = _found(codes, dict(zip(texts, ps, strict=True)), limit)
    return Named(said, (*_sliders(settings, one), *_ticks(limit), *found))


def _sentence(settings: Settings, one: StatementSettings) -> str:
    """With places for the counts that are set, and for both P."""
    treated, control = (
        f"{{{arm}}} of {of} {label}"
        for arm, of, label in zip(("treated", "control"), one.of, settings.audit.labels(one.of), strict=True)
    )
    return (
        f"If {treated} and {control} patients were affected: {{p}} (recommended test), {{exact}} (Fisher’s)."
    )


def _printed(settings: Settings, one: StatementSettings) -> str:
    """What the abstract prints, and of units in how many patients they can lie."""
    audit, claim = settings.audit, one.claim
    said = f"Printed: {counts_of(audit, claim)} {units_of(audit, claim)}, {claim.p}"
    supposed = [pair for pair in audit.supposed(claim) if pair]
    if not supposed:
        return f"{said}."
    ends = (sorted({pair[arm] for pair in supposed}) for arm in (0, 1))
    return f"{said}; these lie in {' and '.join(_span(numbers) for numbers in ends)} patients."


def _span(numbers: list[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return str(first) if first == last else f"{first} to {last}"


def _sliders(settings: Settings, one: StatementSettings) -> tuple[Named, ...]:
    labels = settings.audit.labels(one.of)
    return tuple(
        Named(
            {
                "kind": "slider",
                "code": arm,
                "text": label,
                "low": str(values[0]),
                "high": str(values[-1]),
                "start": str(start),
                "width": str(len(values)),
                "said": f"{{count}} of {of}",
            }
        )
        for arm, label, values, start, of in zip(
            ("treated", "control"), labels, one.values, one.start, one.of, strict=True
        )
    )


def _ticks(limit: float) -> tuple[Named, ...]:
    return tuple(Named({"kind": "tick", "text": w.exact(p), "at": _place(p, limit)}) for p in _TICKS)


def _found(codes: dict[str, str], shown: dict[str, float | None], limit: float) -> tuple[Named, ...]:
    return tuple(
        Named({"kind": "p", "code": code, "text": text, **_drawn(shown[text], limit)})
        for text, code in codes.items()
    )


def _drawn(p: float | None, limit: float) -> dict[str, str]:
    """Where a P lies on the strip, and whether below the threshold; one that cannot be computed is not drawn."""
    return {} if p is None else {"at": _place(p, limit), **({"below": "yes"} if p < limit else {})}


def _text(p: float | None, limit: float) -> str:
    return "no P" if p is None else w.p_phrase(p, limit)


def _place(p: float, limit: float) -> str:
    """In percent of a logarithmic axis to 1, which begins at its first tick, or below a threshold that is less."""
    least = min(_TICKS[0], limit / 10)
    return str(round(100 * (1 - math.log(max(p, least)) / math.log(least))))
