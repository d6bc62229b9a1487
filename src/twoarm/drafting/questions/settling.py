"""What only a person knows: each question with its flag, asked on a terminal, else listed all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from twoarm.drafting.answers import LISTS, NONE, Answers
from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.questions.arms import arm_candidates, find_arm, find_levels, offered_levels
from twoarm.drafting.questions.before import is_open, named_first, offered
from twoarm.drafting.questions.contradictions import refuse_wrong
from twoarm.drafting.questions.patients import IS_PATIENT, repeated_keys
from twoarm.drafting.questions.policy import ASKS as POLICY
from twoarm.drafting.questions.policy import explained
from twoarm.drafting.questions.roles import event_candidates, leaning, time_candidates, time_events
from twoarm.errors import ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.design.allocation import Randomised
from twoarm.study.disclosure.policy import PROFILES

_SHOWN = 40


@counts_only
@dataclass(frozen=True)
class Question:
    """A question with the flag that answers it, what may be answered, and what an empty line stands for.

    What `explains` it stands above it on a terminal, a line each. One that is not `needed` is asked on a terminal alone.
    """

    flag: str
    asks: str
    candidates: tuple[str, ...] = ()
    default: str = ""
    explains: tuple[str, ...] = ()
    needed: bool = True

    def words(self) -> str:
        """The question with its candidates."""
        more = len(self.candidates) - _SHOWN
        listed = ", ".join(self.candidates[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        return self.asks + (f" One of: {listed}" if listed else "")


RANDOMISED = Question(
    "--randomised",
    "Did chance decide who was given which treatment (a randomised trial)?",
    tuple(Randomised),
    Randomised.UNKNOWN,
    needed=False,
)


def _open_questions(layout: Layout, answers: Answers) -> list[Question]:
    """Every question that is not answered, in the order in which they are asked."""
    questions = []
    if layout.asks_visit:
        asks = "Which column says the visit of a row (--within, where a row is a hip or a vertebra of the patient)?"
        questions.append(Question("--visit", asks, layout.asks_visit))
    arm = find_arm(layout, answers)
    if arm is not None and not (answers.id or layout.key):
        columns = repeated_keys(layout.table, arm.column)
        questions += [Question("--id", IS_PATIENT, columns)] if columns else []
    if arm is None:
        columns = tuple(m.column for m in arm_candidates(layout.of_patients))
        questions.append(Question("--arm", "Which column is the arm?", columns))
    questions += _about_levels(arm, answers)
    others = [m for m in layout.of_patients if m is not arm]
    pairs, clear = time_events(others, answers)
    if not clear:
        columns = tuple(m.column for m in time_candidates(others))
        events = ", ".join(m.column for m in event_candidates(others))
        asks = (
            f"Which column is the time to the event (--event: {events})? {NONE} where there is no such time."
        )
        questions.append(Question("--time", asks, columns))
    questions += _about_outcomes([m for m in layout.measures if m is not arm], pairs, layout, answers)
    questions += _about_before(layout, answers)
    if not answers.randomised:
        questions.append(RANDOMISED)
    if not (answers.profile or answers.min_count):
        questions.append(Question("--profile", POLICY, tuple(PROFILES), explains=explained()))
    return questions


def settle(
    answers: Answers, lay_out: Callable[[Answers], Layout], ask: Callable[[str], str] | None
) -> tuple[Layout, Answers]:
    """The layout with every question answered.

    Parameters
    ----------
    answers : what the flags say.
    lay_out : takes the table apart as the answers have it.
    ask : asks a person; None where there is nobody to be asked.

    Raises
    ------
    ParameterError
        With all questions at once where nobody can be asked, or with answers that name nothing.
    """
    while True:
        layout = lay_out(answers)
        refuse_wrong(layout, answers)
        questions = [q for q in _open_questions(layout, answers) if ask or q.needed]
        if not questions:
            return layout, answers
        if ask is None:
            problems = [Problem(Place(at=q.flag), q.words()) for q in questions]
            todo = "Answer each with its flag, or run the command on a terminal, where it asks."
            raise ParameterError("Some things only you know", problems, todo)
        answers = _asked(questions[0], answers, lay_out, ask)


def _asked(question: Question, answers: Answers, lay_out: Callable, ask: Callable[[str], str]) -> Answers:
    """The answers with one more; an answer that cannot be used is told and asked for again."""
    hint = f" [{question.default}]" if question.default else ""
    above = "".join(f"{line}\n" for line in question.explains)
    while True:
        text = ask(f"{above}{question.words()}{hint} ").strip() or question.default
        above = ""  # once is enough
        if not text:
            continue
        name = _field(question, text)
        value = tuple(part.strip() for part in text.split(",") if part.strip()) if name in LISTS else text
        more = {}
        if name == "time" and text != NONE:
            more = {"event": tuple(p.strip() for p in ask("And the column of its event? ").split(","))}
        try:
            found = replace(answers, **{name: value}, **more)
            refuse_wrong(lay_out(found), found)
            return found
        except ParameterError as exc:
            ask_again = "; ".join(f"{p.rule}{f' ({p.mend})' if p.mend else ''}" for p in exc.problems)
            question = replace(question, asks=f"{ask_again}. {question.asks}")


def _field(question: Question, text: str) -> str:
    """What an answer is kept as: of a policy a number is the smallest count, and anything else the name of a profile."""
    name = question.flag.strip("-").replace("-", "_")
    return "min_count" if name == "profile" and text.isdigit() else name


def _about_levels(arm: Measure | None, answers: Answers) -> list[Question]:
    asks = "Which level is the treated arm? A label may follow, as in 1=Licorice."
    if arm is None:
        return [] if answers.treated else [Question("--treated", asks)]
    codes = tuple(offered_levels(arm))
    treated, control = find_levels(arm, answers)
    questions = [] if treated else [Question("--treated", asks, codes)]
    if not control and len(arm.guess.levels) > 2:
        rest = tuple(code for code in codes if code != treated)
        questions.append(
            Question("--control", "Which level is the control? Other levels are left out.", rest)
        )
    return questions


def _about_outcomes(measures: list[Measure], pairs: list, layout: Layout, answers: Answers) -> list[Question]:
    """Asked where the names leave it open and neither a time to an event nor rows of visits say what is compared."""
    in_pairs = {m.column for pair in pairs for m in pair}
    free = [m for m in measures if m.column not in in_pairs]
    sure = [m.called for m in free if leaning(m) == "outcome"] + [t.column for t, _ in pairs]
    unclear = [m for m in free if not leaning(m)]
    if answers.outcomes or (sure and (pairs or layout.visit_column or not unclear)):
        return []
    candidates = tuple(m.called for m in free if m.guess.kind not in ("date", "id"))
    asks = "Which columns are outcomes? The others are described."
    return [Question("--outcomes", asks, (*candidates, *(t.column for t, _ in pairs)), ",".join(sure))]


def _about_before(layout: Layout, answers: Answers) -> list[Question]:
    """Asked where a name leaves it open; what names say of themselves is proposed, and nothing else."""
    measures = offered(layout, answers)
    if answers.before or not is_open(measures):
        return []
    asks = (
        f"Which of these were known before treatment? Results are adjusted for them; the others are only described. {NONE} "
        "where none was."
    )
    sure = ",".join(m.called for m in measures if named_first(m)) or NONE
    return [Question("--before", asks, tuple(m.called for m in measures), sure, needed=False)]
