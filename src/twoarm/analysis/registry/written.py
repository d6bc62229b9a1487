"""Estimates as JSON has them, and back: the same numbers to the last bit."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from twoarm.methods.estimate import Estimate


def written(value: Estimate | list[Estimate]) -> Any:
    """The fields of an estimate, or of each of several."""
    if isinstance(value, list):
        return {"several": [_fields(one) for one in value]}
    return {"one": _fields(value)}


def read(value: Any) -> Estimate | list[Estimate]:
    """What was written.

    Raises
    ------
    TypeError, ValueError, KeyError
        It was not.
    """
    if "several" in value:
        return [Estimate(*one) for one in value["several"]]
    return Estimate(*value["one"])


def _fields(one: Estimate) -> list[Any]:
    return [getattr(one, field.name) for field in fields(one)]
