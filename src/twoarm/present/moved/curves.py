"""Specification curves to be filtered: which analyses remain when a choice is fixed, and what they come to."""

from __future__ import annotations

from dataclasses import asdict

from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.present import wording as w
from twoarm.present.moved.face import Movable, Named, options
from twoarm.present.sensitivity.curves import axis_range, ordered
from twoarm.present.sensitivity.words import DIMENSIONS, choice, dimensions, name_of

_WORDS = {
    "title": "Which analyses remain",
    "choose": "Outcome",
    "all": "any",
    "reset": "All analyses",
    "to": " to ",
    "none": "No analysis has these choices together.",
}


def movable_curves(curves: Curves) -> Movable | None:
    """Every conclusion's specifications with their choices to be fixed; None where none has more than one.

    Parameters
    ----------
    curves : as `specify` gives them; what a policy masks has no P, and is no part of it.
    """
    if not curves.drawn:
        return None
    turning = curves.turning
    shown = sorted(curves.drawn, key=lambda curve: curve is not turning)
    return Movable("curves", _WORDS, tuple(map(_curve, shown)), curves)


def _curve(curve: Curve) -> Named:
    rows = ordered(curve)
    scale = w.Scale(curve.primary, curve.study.variable(curve.primary.variable))
    ends = axis_range(curve, rows, scale)
    alpha, unit = w.exact(curve.study.parameters.alpha), scale.with_unit("").strip()
    named = {
        "kind": "curve",
        "code": "-".join(filter(None, (curve.primary.variable, curve.primary.visit))),
        "text": name_of(curve),
        "said": f"{{left}} of {len(rows)} analyses; P below {alpha} in {{below}}.",
        "range": f"Estimates: {{range}} {unit}".rstrip() + ".",
        "null-at": _place(scale.factor * scale.null, ends),
    }
    return Named(named, (*_choices(curve), *(_row(curve, row, scale, ends) for row in rows)))


def _choices(curve: Curve) -> list[Named]:
    return [
        Named(
            {"kind": "choice", "code": name, "text": DIMENSIONS[name]},
            options([(code, w.capital(choice(curve, name, code))) for code in codes], "option"),
        )
        for name, codes in dimensions(curve).items()
    ]


def _row(curve: Curve, row: Specified, scale: w.Scale, ends: tuple[float, float]) -> Named:
    """One analysis: its choices, the side of its P, where its estimate lies, and the estimate where all are of a kind."""
    chosen = asdict(row.choices)
    named = {"kind": "row", **{f"is-{name}": str(chosen[name]) for name in dimensions(curve)}}
    value = row.estimate.value
    if row in curve.comparable and value is not None:
        named["at"] = _place(scale.factor * value, ends)
    if row in curve.alike and value is not None:
        named["estimate"] = scale.value(value)
    flags = {"below": curve.is_below(row), "own": row.choices == curve.choices}
    return Named({**named, **{name: "yes" for name, held in flags.items() if held}})


def _place(value: float, ends: tuple[float, float]) -> str:
    """In percent of the drawing's height."""
    low, high = ends
    return str(round(100 * (value - low) / (high - low)))
