"""What a section shows of outcomes that are followed over time, each function as the outputs of one cell."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.figures.courses import course_plot
from twoarm.present.figures.event_curves import curves_kept_back, event_curves
from twoarm.present.outcomes.changes import change_table, importance_table
from twoarm.present.outcomes.other_methods import course_table
from twoarm.present.outcomes.stated_times import stated_times_table
from twoarm.present.sections.compared import Outputs, announced


def course_over_visits(section: Comparison) -> Outputs:
    """The means of both arms at each visit."""
    figure = course_plot(section)
    return [] if figure is None else [figure]


def change_between_visits(section: Comparison) -> Outputs:
    """What changed early and what changed later."""
    table = change_table(section)
    return [] if table is None else [table]


def patients_improved(section: Comparison) -> Outputs:
    """Who improved by the minimal important difference."""
    table = importance_table(section)
    return [] if table is None else [table]


def course_models(section: Comparison) -> Outputs:
    """The differences by models that take all visits at once; of patients who missed none they say the same again."""
    followed = {v.name for v in section.variables if section.of(v.name, "course")}
    missed = any(s.missing for s in section.summaries if s.variable in followed)
    return announced("{models}", course_table(section)) if missed else []


def times_to_event(section: Comparison) -> Outputs:
    """A curve for each time to an event, or why there is none, and the shares at the times that the dictionary states."""
    table = stated_times_table(section)
    return [*event_curves(section), *curves_kept_back(section), *([] if table is None else [table])]
