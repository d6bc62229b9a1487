"""`twoarm.compare`: the two arms of a plain DataFrame."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.frames import compare_frame
from twoarm.present.frames.faces import Compared
from twoarm.study.opened import Study

if TYPE_CHECKING:
    import pandas as pd


@overload
def compare(
    frame: pd.DataFrame,
    arm: Hashable,
    treated: object,
    control: object,
    outcome: Hashable | Sequence[Hashable],
    *,
    id: Hashable | None = None,
    visit: tuple[Hashable, object] | None = None,
    baseline: tuple[Hashable, object] | None = None,
    event: Hashable | Mapping[Hashable, Hashable] | None = None,
    kind: str | Mapping[Hashable, str] | None = None,
    unit: str | Mapping[Hashable, str] | None = None,
    missing: object = None,
    alpha: float = 0.05,
    conf_level: float | None = None,
    thorough: bool = False,
) -> Compared: ...


@overload
def compare(frame: Study, arm: str) -> Comparison: ...


def compare(
    frame: Any = None, arm: Any = None, treated: Any = None, control: Any = None, outcome: Any = None, *, id: Any = None,
    visit: Any = None, baseline: Any = None, event: Any = None, kind: Any = None, unit: Any = None, missing: Any = None,
    alpha: Any = 0.05, conf_level: Any = None, thorough: bool = False, **unknown: Any,
) -> Any:  # fmt: skip
    """Compare the arms of a DataFrame, one row per patient or per patient and visit, treated minus control.

    Parameters
    ----------
    frame : pandas.DataFrame
        The patients. Nothing of it is changed.
    arm : column
        Who is in which arm.
    treated, control : levels of that column
        The two arms; patients of any other level are left out.
    outcome : column, or list of columns
        What is compared.
    id : column, optional
        Who a row is; guessed by its name. Without one, every row is another patient.
    visit : (column, level), optional
        The visit that is analysed, where patients have several rows.
    baseline : (column, level), optional
        The visit before treatment; its value is taken into account by analysis of covariance.
    event : column, or dict of outcome to column, optional
        The event that ended a time: 0 and 1, False and True, or no and yes; 1 says that it was seen.
    kind : str, or dict of outcome to str, optional
        ``binary``, ``categorical``, ``ordinal``, ``continuous``, ``count`` or ``time``; guessed where it is not given.
    unit : str, or dict of outcome to str, optional
        The unit of an outcome; guessed from its name.
    missing : value, list, or dict of outcome to list, optional
        Codes that mean missing, such as 999; guessed where they are not given. An empty list: there are none.
    alpha : float, optional
        Two-sided significance level, in (0, 0.5).
    conf_level : float, optional
        Level of the intervals, in (0.5, 1); 1 - alpha unless given.
    thorough : bool, optional
        Every method of the registry, and not only the primary ones with what is said beside them.

    Returns
    -------
    Compared
        A mapping from outcomes to their results, which shows itself as a table; ``to_frame()`` gives the estimates.

    Raises
    ------
    ParameterError
        Every argument that cannot be used, at once, with the nearest name.
    InputError
        Every problem of the data at once, by column and position of the row from 0; never a value.

    Notes
    -----
    The analysis is that of a report's section: the kind of an outcome chooses its method. Where no kind is given it is
    guessed, from the name and the values of the whole column, and said.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"arm": ["new", "old"] * 4, "operation_time": [31, 42, 35, 40, 33, 47, 38, 44]})
    >>> compare(frame, "arm", treated="new", control="old", outcome="operation_time", unit="min")["operation_time"]
    −9.0 min (95% CI −14.2 to −3.8), P = 0.0053, Welch's t interval and test
    """
    if isinstance(study := unknown.get("study", frame), Study):
        return _section(**{"study": study, "section": arm, **unknown})
    given = {"arm": arm, "treated": treated, "control": control, "outcome": outcome, "id": id, "visit": visit}
    given |= {"baseline": baseline, "event": event, "kind": kind, "unit": unit, "missing": missing}
    return Compared(
        compare_frame(frame, given | {"alpha": alpha, "conf_level": conf_level}, unknown, thorough)
    )


def _section(study: Study, section: str, **more: Any) -> Comparison:
    """The call by which a section was compared until version 0.2; it works once more and names the new one."""
    words = f'compare(study, "{section}") is now compare_section(study, "{section}")'
    warnings.warn(words, DeprecationWarning, stacklevel=3)
    return compare_section(study, section, **more)
