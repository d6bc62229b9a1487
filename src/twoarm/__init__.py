"""An executable report on a two-arm cohort.

A notebook opens a study, compares the arms section by section, and shows what it finds::

    cohort = open_study(study, alpha=alpha)
    perioperative = compare_section(cohort, "perioperative")
    outcome_table(perioperative)

Tables, figures and sentences are objects with one face for JupyterLab and one for the book; `done` ends a notebook.
The floors import one way: `methods` (statistics, which know no study) and `study` (what comes in), `analysis` (numbers),
`present` (how they are said), `publish` (how pages are made). A public name is looked up when it is first asked for, in
the stub `__init__.pyi`, since whoever builds a page needs few of them.
"""

from typing import Any

from twoarm.lazy import lazy_names

_look_up, __dir__ = lazy_names(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("twoarm")
    return _look_up(name)
