"""What a report asks, as the title of its front page."""

from __future__ import annotations

from twoarm.study.opened import Study


def front_title(study: Study) -> str:
    """The study's question; without one a question about its arms, of an abstract alone without arms its title.

    Parameters
    ----------
    study : as `open_study` gives it.
    """
    if question := study.spec.question.strip():
        return question
    named = [arm.name or arm.label for arm in study.arms]
    return f"What differs between {' and '.join(named)}?" if all(named) else study.spec.title
