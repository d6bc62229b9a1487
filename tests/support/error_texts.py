"""All that Python, a notebook or a test report can show of an exception."""

from __future__ import annotations

import traceback


def texts_of(error: BaseException) -> str:
    """The exception's texts, its problems, and its traceback with the chain of causes, as a notebook prints it."""
    carried = [repr(error), str(error), repr(error.args)]
    problems = [f"{problem!r} {problem}" for problem in getattr(error, "problems", ())]
    return "\n".join([*carried, *problems, *traceback.format_exception(error)])
