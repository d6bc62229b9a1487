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
    sentence = "The course over the visits is drawn with the {level} interval of each mean."
    return announced(sentence, course_plot(section))


def change_between_visits(section: Comparison) -> Outputs:
    """What changed early and what changed later."""
    return announced("{changes}", change_table(section))


def patients_improved(section: Comparison) -> Outputs:
    """Who improved by the minimal important difference."""
    sentence = (
        "How many patients improved enough to notice it is another question than how far the means lie apart."
    )
    return announced(sentence, importance_table(section))


def course_models(section: Comparison) -> Outputs:
    """The differences by models that take all visits at once."""
    return announced("{models}", course_table(section))


def times_to_event(section: Comparison) -> Outputs:
    """A curve for each time to an event, or why there is none, and the shares at the times that the dictionary states."""
    sentence = "The next table tells how many patients were still free of the event at times that are named."
    stated = announced(sentence, stated_times_table(section))
    return [*event_curves(section), *curves_kept_back(section), *stated]
