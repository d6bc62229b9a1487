"""The figures of two runs: which are other pictures, and how they are told to those who do not see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twoarm.faces import counts_only

_UNKNOWN = "a figure that its run describes nowhere"


@counts_only
@dataclass(frozen=True)
class Face:
    """One run's picture of a figure."""

    side: str
    caption: str
    alt: str


@counts_only
@dataclass(frozen=True)
class FigurePair:
    """A figure that is another picture in either run, or that one run alone has."""

    label: str
    faces: list[Face]

    @property
    def name(self) -> str:
        """The label in words: ``Follow up course``."""
        words = self.label.removeprefix("fig-").replace("-", " ")
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def caption(self) -> str:
        """The caption where both runs have the same; else each face shows its own."""
        captions = {face.caption for face in self.faces}
        return captions.pop() if len(captions) == 1 else ""


@counts_only
@dataclass(frozen=True)
class Figures:
    """Which figures differ, which one run alone has, and how many are the same."""

    differing: list[FigurePair]
    only_a: list[FigurePair]
    only_b: list[FigurePair]
    same: int

    @property
    def shown(self) -> list[FigurePair]:
        """Those that a reader has to see."""
        return [*self.differing, *self.only_a, *self.only_b]


def compare_figures(a: Mapping[str, Any], b: Mapping[str, Any]) -> Figures:
    """Match the figures of two runs by their labels.

    Parameters
    ----------
    a, b : manifests with ``pictures``, the hash of each figure's file by its label, and ``figures``, their captions and
        alternative texts.
    """
    mine, other = a["pictures"], b["pictures"]
    both = [label for label in mine if label in other]
    differing = [label for label in both if mine[label] != other[label]]
    return Figures(
        [FigurePair(label, [_face("A", a, label), _face("B", b, label)]) for label in differing],
        [FigurePair(label, [_face("A", a, label)]) for label in mine if label not in other],
        [FigurePair(label, [_face("B", b, label)]) for label in other if label not in mine],
        len(both) - len(differing),
    )


def _face(side: str, manifest: Mapping[str, Any], label: str) -> Face:
    about = manifest.get("figures", {}).get(label, {})
    return Face(side, about.get("caption", label), f"{side}: {about.get('alt', _UNKNOWN)}")
