"""The study: its design, dictionary, cohort and parameters, opened and checked as one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from twoarm.errors import InputError, Place, Problem, refusal
from twoarm.study.cohort import Cohort, checked_cohort
from twoarm.study.commentary import Passage, commentary_problems, read_passages
from twoarm.study.dictionary import Variable, read_dictionary
from twoarm.study.files.book import carried_book
from twoarm.study.files.content import content_of
from twoarm.study.files.regular_files import irregular_files
from twoarm.study.files.simulated_record import recorded_hashes, recorded_seed
from twoarm.study.files.study_folder import find_study
from twoarm.study.files.table_text import TableText, read_texts
from twoarm.study.files.yaml_file import read_text, read_yaml
from twoarm.study.guesses import TODO as CONFIRM
from twoarm.study.guesses import TODO_ALONE as CONFIRM_ALONE
from twoarm.study.guesses import unconfirmed
from twoarm.study.identifiers.rules import identifier_problems, small_arm_problems
from twoarm.study.notice import simulated_notice
from twoarm.study.parameters import Parameters, check_parameters
from twoarm.study.prose.texts import long_texts
from twoarm.study.published.alone import (
    file_problems,
    key_problems,
    no_cohort,
    nothing_claimed,
    says_published,
)
from twoarm.study.published.argued import NotReported, Question, Reported, Unread
from twoarm.study.published.evidence import Published
from twoarm.study.published.kinds import Claim
from twoarm.study.published.read import read_published
from twoarm.study.published.references import outcome_problems
from twoarm.study.rules import arm_letters, primary_problems, spec_problems
from twoarm.study.schema.checked import attempted, validated
from twoarm.study.specification import DESCRIBING, ArmSpec, StudySpec, Visit
from twoarm.suggestions import did_you_mean

PLAN = "simulation.yml"
_TODO = "Correct the data, or change the rule in dictionary.csv or study.yml."
_TODO_ALONE = (
    "Correct study.yml and the files of the abstract; docs/study.md says what an abstract alone may have."
)


_AHEAD: dict[str, Study] = {}  # by content; see `open_ahead`


@dataclass(frozen=True)
class Study:
    """A checked study: all that its files say, read once. Nothing in it asks whether the cohort is simulated but `notice`.

    Attributes
    ----------
    spec, dictionary, cohort : the design, the variables, the patients and their visits.
    parameters : of the run.
    passages : of ``commentary.md``.
    claims, questions, reported, not_reported, unread : of ``claims.yml``.
    evidence : of ``evidence.csv``.
    abstract : the paragraphs of ``abstract.md``.
    plan : the text of ``simulation.yml`` where `spec` names it as the generator.
    seed : that the generator recorded, of files that are still as it wrote them.
    edited : whether they differ from what it recorded.
    """

    spec: StudySpec
    dictionary: tuple[Variable, ...]
    cohort: Cohort
    parameters: Parameters = field(default_factory=Parameters)
    passages: tuple[Passage, ...] = ()
    claims: tuple[Claim, ...] = ()
    not_reported: tuple[NotReported, ...] = ()
    evidence: tuple[Published, ...] = ()
    abstract: tuple[str, ...] = ()
    plan: str = ""
    seed: int | None = None
    edited: bool = False
    questions: tuple[Question, ...] = ()
    reported: tuple[Reported, ...] = ()
    unread: tuple[Unread, ...] = ()

    def __repr__(self) -> str:
        if self.spec.published:
            return f"<Study: an abstract of {len(self.claims)} claims>"
        return f"<Study: {self.n} patients, {len(self.dictionary)} variables, {len(self.spec.visits)} visits>"

    @property
    def treated(self) -> ArmSpec:
        """The treated arm: its code in the data, its short label and its full name."""
        return self.spec.arms.treated

    @property
    def control(self) -> ArmSpec:
        """The control arm."""
        return self.spec.arms.control

    @property
    def arms(self) -> tuple[ArmSpec, ArmSpec]:
        """Treated, then control."""
        return self.treated, self.control

    @property
    def n(self) -> int:
        """Patients in both arms."""
        return len(self.cohort.patients)

    def size(self, arm: str) -> int:
        """Patients in an arm as they are told: a multiple of the policy's rounding."""
        return self.spec.policy.multiple(self.cohort.size(arm))

    @property
    def told_n(self) -> int:
        """Patients in both arms as they are told: the sum of what is told of each."""
        return sum(self.size(arm.level) for arm in self.arms)

    def variable(self, name: str) -> Variable:
        """The dictionary row of a name; KeyError with the nearest name otherwise."""
        for variable in self.dictionary:
            if variable.name == name:
                return variable
        hint = did_you_mean(name, [v.name for v in self.dictionary])
        raise KeyError("; ".join(filter(None, (f"no variable {name}", hint))))

    def section(self, name: str, *roles: str) -> list[Variable]:
        """The variables of a section in dictionary order, of the given roles or of any."""
        rows = [v for v in self.dictionary if v.section == name]
        return [v for v in rows if v.role in roles] if roles else rows

    @property
    def covariates(self) -> list[Variable]:
        """What the dictionary describes as known before treatment, in its order, and is no outcome."""
        rows = self.section(DESCRIBING, "covariate")
        return [v for v in rows if v.kind not in ("date", "id", "arm")]

    @property
    def before_treatment(self) -> list[Variable]:
        """All that was known before treatment: the covariates, then the outcomes measured at the baseline visit."""
        measured = [v for v in self.dictionary if v.role == "outcome" and self.baseline_of(v)]
        return self.covariates + measured

    @property
    def sections(self) -> list[str]:
        """The sections for which the study has a variable."""
        return [name for name in self.spec.section_codes if self.section(name)]

    def visits_of(self, variable: Variable) -> list[Visit]:
        """The visits at which a variable is measured, in their order."""
        if variable.table != "visits":
            return []
        return [v for v in self.spec.visits if not variable.visits or v.code in variable.visits]

    def visit(self, code: str) -> Visit:
        """The visit of a code."""
        return next(v for v in self.spec.visits if v.code == code)

    def baseline_of(self, variable: Variable) -> str | None:
        """The baseline visit, where the study has one and the variable is measured at it."""
        codes = [v.code for v in self.visits_of(variable)]
        return self.spec.baseline_visit if self.spec.baseline_visit in codes else None

    @property
    def commentary(self) -> dict[str, str]:
        """The text under each heading, which is a section or an outcome."""
        return {passage.heading: passage.text for passage in self.passages}

    @property
    def has_abstract(self) -> bool:
        """Whether an abstract stands beside the claims."""
        return bool(self.abstract)

    @property
    def audited(self) -> bool:
        """Whether it has published claims to audit."""
        return bool(self.claims or self.not_reported)

    @property
    def crossed(self) -> bool:
        """Whether a published claim names an outcome of the cohort that stands beside it."""
        names = {variable.name for variable in self.dictionary}
        return any(claim.crossed and claim.variable in names for claim in self.claims)

    @property
    def notice(self) -> str:
        """The words that mark a simulated cohort everywhere; empty for a real one, and where there is none."""
        if self.spec.data_kind != "simulated":
            return ""
        return simulated_notice(self.treated.label, self.control.label, self.edited)


def find_simulated(name: str) -> Path:
    """The folder of a study whose tables may be made anew from its plan; see `find_study`.

    Raises
    ------
    InputError
        Where it has no plan, or says that its patients are real, or that it has none.
    """
    folder = find_study(name)
    if not (folder / PLAN).exists():
        problem = Problem(Place(PLAN), f"no such file in {folder.name}/")
        raise InputError(
            "This study has no plan to simulate from", [problem], "Only a simulated cohort has one."
        )
    kind = read_spec(folder).data_kind
    if kind != "simulated":
        harm = "its tables would be replaced by" if kind == "real" else "it is to have no patients, not even"
        problem = Problem(Place("study.yml", at="data_kind"), f"{kind}; {harm} made-up patients")
        raise InputError(f"A {kind} cohort is not simulated", [problem], "Simulate in another study folder.")
    return folder


def open_study(study: str = "data", **parameters: Any) -> Study:
    """Open and check a study with the parameters of a notebook or a run.

    Raises
    ------
    ParameterError, InputError, DisclosureError
        Every problem of the study's files at once, by file, line, column and rule.
    """
    checked = check_parameters({"study": study, **parameters})
    return read_study(find_study(study), checked)


def read_study(folder: Path, parameters: Parameters | None = None, shown_as: str = "") -> Study:
    """Read a study from its folder, called ``shown_as`` in messages; see `open_study`."""
    called = f"{shown_as or folder.name}/ cannot be used as it stands"
    problems = list(irregular_files(folder))
    if problems:  # nothing of it is opened
        raise refusal(called, problems, _TODO)
    if ahead := _AHEAD.get(content_of(folder)) if _AHEAD else None:
        return replace(ahead, cohort=ahead.cohort.apart(), parameters=parameters or Parameters())
    alone = says_published(folder)
    spec = attempted(lambda: read_spec(folder), problems)
    texts = read_texts(folder, needed=spec is not None and not alone)
    codes = spec.section_codes if spec else None  # which sections it names is not known
    if alone:
        dictionary, cohort, more = [], no_cohort(folder, spec) if spec else None, file_problems(folder)
        problems += arm_letters(spec) if spec else []
    else:
        dictionary, cohort, more = _of_patients(folder, texts, spec)
    problems += more
    problems += identifier_problems(texts, dictionary or [], spec.harmless if spec else ())
    if spec and spec.data_kind == "real":
        problems += _relabelled(folder, texts)
    passages = attempted(lambda: read_passages(folder), problems) or ()
    problems += commentary_problems(passages, dictionary, codes)
    problems += long_texts(folder)
    words, more = read_published(folder)
    problems += more or nothing_claimed(folder, words.claims) * alone
    problems += outcome_problems(words.claims.claims, spec, dictionary) if spec and dictionary else []
    plan = attempted(lambda: _plan(folder, spec), problems)
    guesses = unconfirmed(folder, spec.to_confirm if spec else ())
    if problems or guesses or spec is None or dictionary is None or cohort is None:
        todo = "\n".join(
            [_TODO_ALONE if alone else _TODO] * bool(problems or not guesses)
            + [(CONFIRM_ALONE if alone else CONFIRM).format(folder=shown_as or folder.name)] * bool(guesses)
        )
        raise refusal(called, problems + guesses, todo)
    recorded = recorded_hashes(folder)
    edited = bool(recorded) and any(recorded.get(f) != h for f, h in cohort.sha256.items())
    return Study(
        spec,
        tuple(dictionary),
        cohort,
        parameters or Parameters(),
        passages,
        words.claims.claims,
        words.claims.not_reported,
        tuple(words.evidence),
        words.abstract,
        plan=plan or "",
        seed=None if edited else recorded_seed(folder),
        edited=edited,
        questions=words.claims.questions,
        reported=words.claims.reported,
        unread=words.claims.unread,
    )


def open_ahead(folder: Path) -> None:
    """Read a study for the processes that are forked from this one: the same bytes are not read there again.

    Raises
    ------
    InputError, DisclosureError
        See `open_study`.
    """
    content = content_of(folder)
    study = read_study(folder)
    if content == content_of(folder):  # nobody wrote meanwhile
        _AHEAD[content] = study


def _of_patients(
    folder: Path, texts: Mapping[str, TableText], spec: StudySpec | None
) -> tuple[list[Variable] | None, Cohort | None, list[Problem]]:
    """The dictionary and the cohort that it describes, each None where it cannot be read."""
    problems: list[Problem] = []
    codes = spec.section_codes if spec else None
    dictionary = attempted(lambda: read_dictionary(folder / "dictionary.csv", codes), problems)
    if spec and dictionary:
        cohort, more = _cohort(texts, spec, dictionary)
        return dictionary, cohort, [*problems, *spec_problems(spec, dictionary), *more]
    # What the columns should be is not known; whether they are tables is.
    there = (text for name, text in texts.items() if (folder / name).exists())
    return dictionary, None, problems + [problem for text in there for problem in text.problems]


def _cohort(
    texts: Mapping[str, TableText], spec: StudySpec, dictionary: list[Variable]
) -> tuple[Cohort | None, list[Problem]]:
    """The cohort, and what breaks a rule of the dictionary or of ``study.yml``."""
    arms = spec.arms.treated.level, spec.arms.control.level
    visits = [visit.code for visit in spec.visits]
    cohort, problems = checked_cohort(texts, dictionary, arms, visits, spec.date_order)
    if spec.disclosure:
        column = next(v.name for v in dictionary if v.role == "arm")
        problems += small_arm_problems(texts.get("patients.csv"), column, arms, spec.policy.min_count)
    if cohort:
        problems += primary_problems(cohort, spec, dictionary)
    return cohort, problems


def _plan(folder: Path, spec: StudySpec | None) -> str:
    """The text of the plan that a study names as its generator; other words may stand there, which are no path."""
    named = spec is not None and spec.generator == PLAN and (folder / PLAN).exists()
    return read_text(folder / PLAN, InputError) if named else ""


def read_spec(folder: Path) -> StudySpec:
    """``study.yml``, typed.

    Raises
    ------
    InputError
        Every key that is missing, unknown, of a wrong kind, or of no use to a study of its kind.
    """
    given = read_yaml(folder / "study.yml", InputError) or {}
    problems = key_problems(given)
    spec = attempted(lambda: validated(StudySpec, given, "study.yml", InputError), problems)
    if spec is None or problems:
        raise InputError("study.yml does not match its rules", problems)
    return spec


def _relabelled(folder: Path, texts: Mapping[str, TableText]) -> list[Problem]:
    """A file that a generator recorded as simulated can never be called real."""
    recorded = set(recorded_hashes(folder).values()) | _shipped_hashes()
    tables = ((name, text.frame) for name, text in texts.items() if text.frame is not None)
    return [
        Problem(
            Place(name),
            "a recorded simulated cohort, which study.yml calls real",
            "write data_kind: simulated in study.yml",
        )
        for name, table in tables
        if table.attrs["sha256"] in recorded
    ]


def _shipped_hashes() -> set[str]:
    return set(recorded_hashes(carried_book() / "data").values())
