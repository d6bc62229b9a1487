"""Small studies that break habits: every public function shows something of each that reads as a report does.

Warnings are errors, and what is shown is searched for the traces of a value that was not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from small_studies import BEFORE_AND_AFTER, write_study

import twoarm
from twoarm.present.folding import Folded
from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.present.outputs import Figure, Table, Text
from twoarm.present.values import values_of
from twoarm.study.dictionary import SECTIONS
from twoarm.study.opened import Study

AGE = "age  Age  covariate  baseline  continuous  .  years\n"
HEAD = "name  label  role  section  kind  levels  unit\n"
TIME = """\
name    label             role     section    kind    levels      unit  event
union   Time_to_union     outcome  follow_up  time    .           days  healed
healed  Union_seen        none     .          binary  0=no|1=yes  .     .
"""
OF = """\
name    label         role     section        kind   unit    of
screws  Screws        none     .              count  .       .
loose   Loose_screws  outcome  perioperative  count  screws  screws
"""
PAIN = """\
name  label  table   role     section    kind        unit
pain  Pain   visits  outcome  follow_up  continuous  points
"""
GRADE = """\
name   label  table   role     section    kind     levels
grade  Cough  visits  outcome  follow_up  ordinal  0=none|1=mild|2=severe
"""
SIDE = """\
name  label        table   role     section  kind         levels
side  Lost_height  visits  outcome  imaging  categorical  f=front|m=middle|b=back
"""
DATE = """\
name     label        role       section        kind    levels
seen_on  Day_seen     covariate  baseline       date    .
left_on  Day_left     none       perioperative  date    .
leak     Leak         outcome    perioperative  binary  0=no|1=yes
"""
SIGNS = """\
name  label                          role       section        kind         levels                      unit
dose  Dose,_5%_(a+b);_x:y/z          outcome    perioperative  continuous   .                           µg/m²
odd   1._First_–_it's_(not)_2019     outcome    perioperative  categorical  1=1.5|2=2_(low)|3=3:_+_/_%  .
yes   A_-_b                          outcome    perioperative  binary       0=no;_never|1=2)_now        .
"""

PLAIN = "arm  age  time\n" + "".join(
    f"{arm}  {age}  {time}\n" for arm, age, time in zip("AAABBB", range(60, 66), range(20, 26), strict=True)
)
ONE_OUTCOME = HEAD + AGE + "time  Operation_time  outcome  perioperative  continuous  .  min\n"
ONE_ARM = (
    PLAIN.replace("B  63  23", "B  63  .").replace("B  64  24", "B  64  .").replace("B  65  25", "B  65  .")
)
NO_VALUE = re.sub(r"\d+$", ".", PLAIN, flags=re.M)
COURSE = "patient  visit  pain\n" + "".join(
    f"{n}  before  {8 - n % 3}\n{n}  after  {n % 4}\n" for n in range(1, 7)
)
GRADES = "patient  visit  grade\n" + "".join(
    f"{n}  before  {n % 3}\n{n}  after  {(n + n // 3) % 3}\n" for n in range(1, 7)
)
SIDES = "patient  visit  side\n" + "".join(
    f"{n}  before  {'fmb'[n % 3]}\n{n}  after  {'fmb'[n // 3]}\n" for n in range(1, 7)
)
ARMS = "arm\nA\nA\nA\nB\nB\nB\n"
UNION = "arm  union  healed\nA  30  1\nA  41  0\nA  52  1\nB  33  1\nB  48  1\nB  60  0\n"

THREE = """\
name  label           table     role       section        kind        unit
age   Age             patients  covariate  baseline       continuous  years
time  Operation_time  patients  outcome    perioperative  continuous  min
pain  Pain            visits    outcome    follow_up      continuous  points
tilt  Tilt            visits    outcome    imaging        count       .
"""
THREE_VISITS = re.sub(r"(\d)$", r"\1  \1", COURSE.replace("pain", "pain  tilt"), flags=re.M)

AND_A_YEAR = BEFORE_AND_AFTER.replace(
    "baseline", "  - {code: year, label: after a year, time: 12}\nbaseline", 1
)

STUDIES: dict[str, Callable[[Path], Path]] = {
    "values_in_one_arm_only": partial(write_study, described=ONE_OUTCOME, patients=ONE_ARM),
    "all_missing": partial(write_study, described=ONE_OUTCOME, patients=NO_VALUE),
    "all_missing_binary": partial(
        write_study,
        described=HEAD + "leak  Leak  outcome  perioperative  binary  0=no|1=yes  .\n",
        patients=ARMS.replace("arm\n", "arm  leak\n").replace("A\n", "A  .\n").replace("B\n", "B  .\n"),
    ),
    "all_missing_levels": partial(
        write_study,
        described=HEAD + "leak  Leak  outcome  perioperative  categorical  0=no|1=yes|2=both  .\n",
        patients=ARMS.replace("arm\n", "arm  leak\n").replace("A\n", "A  .\n").replace("B\n", "B  .\n"),
    ),
    "no_time_in_one_arm": partial(write_study, described=TIME, patients=re.sub(r"B  \d+", "B  .", UNION)),
    "no_time_in_one_arm_and_another_outcome": partial(
        write_study,
        described=TIME + "walked  Walked  outcome  follow_up  binary  0=no|1=yes  .  .\n",
        patients=re.sub(
            r"(?m)^(\w+ .*)$",
            lambda m: f"{m[1]}  {'walked' if m[1].startswith('arm') else len(m[1]) % 2}",
            re.sub(r"B  \d+", "B  .", UNION),
        ),
    ),
    "all_censored": partial(
        write_study, described=TIME, patients=re.sub(r"\d$", "0", UNION, flags=re.M).replace("60  0", "60  0")
    ),
    "date_covariate": partial(
        write_study,
        described=DATE,
        patients="arm  seen_on  left_on  leak\nA  2024-01-01  2024-01-09  0\nA  .  2024-01-11  1\n"
        "B  2024-02-01  .  0\nB  2024-02-02  2024-02-09  0\n",
    ),
    "denominator_column": partial(
        write_study,
        described=OF,
        patients="arm  screws  loose\nA  4  1\nA  2  0\nA  6  3\nB  4  2\nB  .  1\nB  4  .\n",
    ),
    "denominators_all_missing": partial(
        write_study, described=OF, patients="arm  screws  loose\nA  .  1\nA  .  0\nB  .  2\nB  .  0\n"
    ),
    "two_visits": partial(write_study, described=PAIN, patients=ARMS, visits=COURSE, spec=BEFORE_AND_AFTER),
    "two_visits_no_baseline": partial(
        write_study,
        described=PAIN,
        patients=ARMS,
        visits=COURSE,
        spec=BEFORE_AND_AFTER.replace("baseline_visit: before\n", ""),
    ),
    "last_visit_all_missing": partial(
        write_study,
        described=PAIN,
        patients=ARMS,
        visits=re.sub(r"after  \d", "after  .", COURSE),
        spec=BEFORE_AND_AFTER,
    ),
    "measured_before_treatment_only": partial(
        write_study,
        described=PAIN.replace("unit\n", "unit  visits\n").replace("points\n", "points  before\n"),
        patients=ARMS,
        visits=re.sub(r"after  \d", "after  .", COURSE),
        spec=BEFORE_AND_AFTER,
    ),
    "one_visit": partial(
        write_study,
        described=PAIN,
        patients=ARMS,
        visits=re.sub(r"(?m)^.*before.*\n", "", COURSE),
        spec=re.sub(r"(?m)^.*before.*\n", "", BEFORE_AND_AFTER),
    ),
    "judged_at_an_earlier_visit": partial(
        write_study,
        described=PAIN,
        patients=ARMS,
        visits=COURSE + "".join(f"{n}  year  {(2 * n) % 5}\n" for n in range(1, 7)),
        spec=AND_A_YEAR + "primary_outcome: {variable: pain, visit: after}\nestimand: {population: adults}\n",
    ),
    "no_covariate": partial(write_study, described=TIME, patients=UNION),
    "signs_in_labels": partial(
        write_study,
        described=SIGNS,
        patients="arm  dose  odd  yes\nA  1  1  0\nA  3  2  1\nA  4  3  1\nB  2  1  0\nB  5  1  0\nB  6  2  1\n",
        spec="primary_outcome: dose\nfamilies: {all: [dose, odd, yes]}\n",
    ),
    "ordinal_with_baseline": partial(
        write_study, described=GRADE, patients=ARMS, visits=GRADES, spec=BEFORE_AND_AFTER
    ),
    "categorical_on_visits": partial(
        write_study, described=SIDE, patients=ARMS, visits=SIDES, spec=BEFORE_AND_AFTER
    ),
    "one_outcome": partial(write_study, described=ONE_OUTCOME, patients=PLAIN),
    "one_outcome_in_each_section": partial(
        write_study, described=THREE, patients=PLAIN, visits=THREE_VISITS, spec=BEFORE_AND_AFTER
    ),
}

ABSTRACT = "> Infection in 4/19 (21.1%) with A and 1/21 (4.8%) with B (P<0.05). A is safer.\n"
CLAIMS = """\
claims:
  - {id: A1, kind: count, quote: ["4/19 (21.1%)"], events: 4, of: 19, percent: "21.1"}
  - {id: A2, kind: count, quote: ["1/21 (4.8%)"], events: 1, of: 21, percent: "4.8"}
  - {id: A3, kind: two_by_two, quote: ["(P<0.05)"], treated: A1, control: A2, p: P<0.05}
  - {id: A4, kind: conclusion, quote: ["A is safer"], rests_on: [A3]}
"""


def with_claims(folder: Path, abstract: str = ABSTRACT, claims: str = CLAIMS) -> Path:
    """One outcome and a conclusion that rests on a claim whose verdict depends on the test."""
    write_study(folder, ONE_OUTCOME, PLAIN)
    (folder / "abstract.md").write_text(abstract, "utf-8")
    (folder / "claims.yml").write_text(claims, "utf-8")
    return folder


TURNING = tuple(  # the recommended test is below 0.05, Fisher's is not
    text.replace("4/19", "7/19").replace("events: 4", "events: 7").replace("21.1", "36.8").replace("1/21", "2/21")
    .replace("events: 1", "events: 2").replace("4.8", "9.5")
    for text in (ABSTRACT, CLAIMS)
)  # fmt: skip
STUDIES["conclusion_on_a_method"] = partial(with_claims, abstract=TURNING[0], claims=TURNING[1])
STUDIES["conclusion_on_an_inconsistent_claim"] = with_claims


KEPT: dict[tuple[str, int], tuple[Study, Any]] = {}


def once(function: Callable[[Study], Any], study: Study) -> Any:
    """What a function makes of a study, made once: all that is shown of it is shown of the same values."""
    key = (function.__name__, id(study))  # an id is a study's own as long as the study is kept
    if key not in KEPT:
        KEPT[key] = study, function(study)
    return KEPT[key][1]


def sections(study: Study) -> list[Any]:
    return [once(twoarm.compare_baseline, study), *once(twoarm.compare_all, study)]


def flow_of(study: Study) -> Any:
    return twoarm.patient_flow(study, once(twoarm.compare_all, study))


def biases_of(study: Study) -> Any:
    return twoarm.likely_biases(once(twoarm.compare_baseline, study))


def frequencies_of(study: Study) -> Any:
    return twoarm.natural_frequencies(once(twoarm.audit_study, study), once(twoarm.compare_all, study))


def counted(study: Study) -> Any:
    return once(flow_of, study)


def said(study: Study) -> Iterator[Any]:
    """Every name that a sentence may use, about all that a notebook may speak of."""
    for about in [study, once(twoarm.compare_all, study), *sections(study)]:
        for name in values_of(about):
            yield twoarm.say(f"{{{name}}}", about)


def in_sections(name: str, baseline: bool = False) -> Callable[[Study], list[Any]]:
    """A function of a comparison, called with that of every section (or with that before treatment)."""
    if baseline:
        return lambda study: [getattr(twoarm, name)(once(twoarm.compare_baseline, study))]
    return lambda study: [getattr(twoarm, name)(c) for c in once(twoarm.compare_all, study)]


# What a thorough comparison shows beyond a brief one.
DEEPER = (
    "change_table",
    "importance_table",
    "course_table",
    "equivalence_plot",
    "other_methods_table",
    "definitions_table",
    "methods_table",
)


def thoroughly(name: str) -> Callable[[Study], list[Any]]:
    """A function of a thorough comparison, called with that of every section that has an outcome."""
    return lambda study: [
        getattr(twoarm, name)(twoarm.compare_section(study, c.section))
        for c in once(twoarm.compare_all, study)
    ]


# What a section notebook shows by one call each.
PARTS = (
    *("change_between_visits", "course_models", "course_over_visits", "equivalence"),
    *("outcomes_compared", "patients_improved", "spread_of_values", "times_to_event"),
)


def each_thoroughly(name: str) -> Callable[[Study], list[Any]]:
    """A function of a thorough comparison that gives several objects."""
    return lambda study: [shown for found in thoroughly(name)(study) for shown in found]


def of_audit(name: str) -> Callable[[Study], list[Any]]:
    def called(study: Study) -> list[Any]:
        audit = once(twoarm.audit_study, study)
        return [getattr(twoarm, name)(audit)] if audit else []

    return called


def each_of_audit(name: str) -> Callable[[Study], list[Any]]:
    """A function that gives several objects."""
    return lambda study: [shown for found in of_audit(name)(study) for shown in found]


def of_later(name: str) -> Callable[[Study], list[Any]]:
    """A function of what the chapter on sensitivity shows of every section."""
    return lambda study: [getattr(twoarm, name)(once(twoarm.compare_later, study))]


def of_all(name: str) -> Callable[[Study], list[Any]]:
    """A function of every section as it is, and adjusted."""
    return lambda study: [
        getattr(twoarm, name)(once(twoarm.compare_all, study), once(twoarm.compare_later, study))
    ]


def of_context(name: str) -> Callable[[Study], list[Any]]:
    """A function of the claims beside published estimates."""
    return lambda study: [getattr(twoarm, name)(twoarm.in_context(study, once(twoarm.audit_study, study)))]


AUDITED = (
    "front_left_out",
    "marked_abstract",
    "published_conclusion",
    "question_cards",
    "readings_plot",
    "claims_table",
    "questions_table",
    "two_counts_table",
)


def handed_over(study: Study) -> list[Any]:
    """The tables of all sections, displayed as a session displays them, and what `done` is told."""
    compared = once(twoarm.compare_all, study)
    twoarm.show([twoarm.outcome_table(c) for c in compared])
    twoarm.done(compared, twoarm.DataDictionary(study), twoarm.FilledChecklist(study))
    return []


CALLS: dict[str, Callable[[Study], Any]] = {
    "baseline_table": in_sections("baseline_table", baseline=True),
    "love_plot": in_sections("love_plot", baseline=True),
    "love_plots": lambda study: twoarm.love_plots(once(twoarm.compare_baseline, study)),
    **{
        n: in_sections(n)
        for n in ("outcome_table", "forest_plot", "narrate", "course_plot", "distribution_plot")
    },
    **{n: thoroughly(n) for n in DEEPER},
    "disclosure_policy": lambda study: twoarm.disclosure_policy(study),
    "event_curves": lambda study: [
        f for c in once(twoarm.compare_all, study) for f in twoarm.event_curves(c)
    ],
    **{n: of_audit(n) for n in AUDITED},
    **{n: each_of_audit(n) for n in ("claim_plots", "tests_tables")},
    "movable_counts": lambda study: [
        twoarm.movable_counts(twoarm.possible_settings(once(twoarm.audit_study, study)))
    ],
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(study)]
        for n in ("design_table", "dictionary_table", "parameter_table")
    },
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(twoarm.AnalysisPlan(study))]
        for n in ("estimand_table", "plan_table")
    },
    "detectable_table": lambda study: [twoarm.detectable_table(once(twoarm.compare_all, study))],
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(counted(study))]
        for n in ("missing_table", "analysed_table", "flow_diagram", "patients_followed")
    },
    "strobe_table": lambda study: [twoarm.strobe_table(study)],
    "checklist_table": lambda study: [twoarm.checklist_table(study)],
    **{n: of_context(n) for n in ("cited_sources", "context_plot", "evidence_table")},
    **{n: of_later(n) for n in ("weighted_table", "e_value_table", "discovery_table")},
    "specification_table": lambda study: [twoarm.specification_table(once(twoarm.specify, study))],
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(once(twoarm.specify, study))]
        for n in ("specification_curve", "specification_panels", "movable_curves")
    },
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(once(twoarm.reconstruct, study))]
        for n in ("fixed_by_plan", "reconstruction_table")
    },
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(once(twoarm.impute_outcomes, study))]
        for n in (
            "imputation_assumed",
            "imputation_findings",
            "imputation_table",
            "tipping_plot",
            "tipping_sentences",
        )
    },
    "target_sentence": lambda study: [twoarm.target_sentence(once(twoarm.targets_of, study))],
    **{
        n: of_audit(n)
        for n in (
            *(
                "all_unreported",
                "audit_sources",
                "bare_p_sentences",
                "comparisons_sentence",
            ),
            "verdict_sentences",
        )
    },
    "context_findings": of_context("context_findings"),
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(once(twoarm.crosswalk_of, study))]
        for n in ("crosswalk_findings", "crosswalk_table")
    },
    "abstract_source": lambda study: [twoarm.abstract_source(study)],
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(once(biases_of, study))]
        for n in ("confounding_table", "likely_bias_sentences")
    },
    "unmeasured_causes": lambda study: [twoarm.unmeasured_causes(study)],
    "folded": lambda study: [twoarm.folded("The source", [twoarm.data_source(study)])],
    "subgroup_outputs": lambda study: twoarm.subgroup_outputs(once(twoarm.subgroup_effects, study)),
    "choices_varied": lambda study: [twoarm.choices_varied(once(twoarm.specify, study))],
    "sensitivity_findings": lambda study: [twoarm.sensitivity_findings(once(twoarm.specify, study))],
    **{n: in_sections(n, baseline=True) for n in ("balance_by_weighting", "patients_and_balance")},
    **{
        n: lambda study, n=n: [getattr(twoarm, n)(study)]
        for n in (
            *("chapter_links", "checklist_answers", "data_and_patients", "data_source", "editor_statements"),
            *("method_sources", "study_front", "doors", "worked_example"),
        )
    },
    **{n: of_all(n) for n in ("cohort_answer", "cohort_table")},
    "cohort_figure": lambda study: [twoarm.cohort_figure(once(twoarm.compare_all, study))],
    "other_methods": lambda study: twoarm.other_methods(twoarm.compare_all(study, thorough=True)),
    "overall_findings": lambda study: [
        twoarm.overall_findings(once(twoarm.compare_baseline, study), once(twoarm.compare_all, study))
    ],
    "values_missing": lambda study: [twoarm.values_missing(counted(study))],
    "section_opening": in_sections("section_opening"),
    **{n: in_sections(n) for n in ("section_findings", "section_limits")},
    **{n: each_thoroughly(n) for n in PARTS},
    "events_table": thoroughly("events_table"),
    "icon_arrays": lambda study: twoarm.icon_arrays(once(frequencies_of, study)),
    "visual_abstract": lambda study: [
        twoarm.visual_abstract(None, once(twoarm.compare_all, study), once(frequencies_of, study))
    ],
    "say": said,
    "done": handed_over,
}
CALLED_BY_ALL = {
    *(
        "open_study",
        "compare",
        "compare_section",
        "compare_all",
        "compare_baseline",
        "compare_later",
        "audit_study",
        "possible_settings",
        "in_context",
        "crosswalk_of",
        "natural_frequencies",
    ),
    *(
        "AnalysisPlan",
        "DataDictionary",
        "FilledChecklist",
        "impute_outcomes",
        "likely_biases",
        "subgroup_effects",
        "patient_flow",
        "reconstruct",
        "show",
        "specify",
        "targets_of",
        "errors",
    ),
    "methods",
}

# What may stand in no sentence, cell, caption or drawing: a value that was not there, or the hole that it left.
TRACES = re.compile(
    r"\bnan\b|\bNaN\b|\bNaT\b|\bNone\b(?! of )|\binf\b|\b0/0\b|object at 0x|<NA>"
    r"|\(\)|\[\]|: *\.|:\s*$|, *\.|\( | \)| [.,;:](?= |$)|\.\.(?![./])|;;|;\s*\.|\band\s*\.|\*\*[^*]+\.\*\* $",
    re.MULTILINE,
)


def strings(face: Any) -> Iterator[str]:
    """The texts within a face, whatever its form."""
    if isinstance(face, str):
        yield from face.split("\n")
    elif isinstance(face, dict | list | tuple):
        for part in face.values() if isinstance(face, dict) else face:
            yield from strings(part)


def texts(shown: Any) -> Iterator[str]:
    """What a reader can read of it."""
    if isinstance(shown, Text):
        yield from str(shown.markdown).split("\n")
    elif isinstance(shown, Table):
        yield from (shown.caption, *shown.notes)
        yield from (cell for row in [*shown.head, *shown.rows] for cell in row)
    elif isinstance(shown, Figure):
        yield from (shown.caption, shown.alt)
        yield from re.findall(r"\bnan\b|\binf\b", shown.svg)  # a coordinate that was drawn
        yield from (
            re.sub(r"<[^>]*>", "", t).strip() for t in re.findall(r"<text.*?</text>", shown.svg, re.S)
        )
    elif isinstance(shown, Folded):
        yield shown.summary
        yield from (text for part in shown.outputs for text in texts(part))
    elif shown is not None:
        yield from strings(shown.face())


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Callable[[str], Study]:
    """``opened(case)`` writes and opens a study once."""
    kept: dict[str, Study] = {}

    def study(case: str) -> Study:
        if case not in kept:
            kept[case] = twoarm.open_study(str(STUDIES[case](tmp_path_factory.mktemp("study") / "small")))
        return kept[case]

    return study


def cases() -> Iterator[Any]:
    for case in STUDIES:
        for name in CALLS:
            yield pytest.param(case, name, id=f"{case}-{name}")


def _infinite(constant: str) -> float:
    """Of so few patients a limit may have no end; what is not a number is no value."""
    return pytest.fail(constant) if constant == "NaN" else float(constant)


@pytest.mark.filterwarnings("ignore:vert. bool was deprecated")  # seaborn's own call of matplotlib
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("case", "name"), list(cases()))
def test_what_is_shown_of_an_awkward_study_reads_as_a_report_does(case, name, opened, tmp_path, monkeypatch):
    monkeypatch.setenv(RECORDS, str(tmp_path))
    monkeypatch.setenv(NOTEBOOK, case)
    found = [text for shown in CALLS[name](opened(case)) for text in texts(shown)]
    assert "\n".join(text for text in found if TRACES.search(text)) == ""
    for record in tmp_path.glob("*.json"):
        json.loads(record.read_text("utf-8"), parse_constant=_infinite)


@pytest.mark.parametrize("case", list(STUDIES))
def test_the_table_of_missing_values_names_all_that_the_sentences_count(case, opened):
    study = opened(case)
    found = sections(study)
    gaps = {study.variable(s.variable).label for c in found for s in c.summaries if s.missing}
    table = twoarm.missing_table(counted(study))
    assert bool(table) == bool(counted(study).gaps)
    named = "\n".join(row[0] for row in table.rows) if table else ""
    assert [label for label in gaps if label not in named] == []


def test_every_public_function_is_called():
    assert {*CALLS, *CALLED_BY_ALL} == set(twoarm.__all__)


def test_the_traces_are_found():
    holes = [
        "a nan",
        "P = None",
        "0/0 (–)",
        "said: .",
        "A mean of (), old",
        "a and .",
        "Compared by:",
        "**Pain.** ",
    ]
    assert [text for text in holes if not TRACES.search(text)] == []
    sound = ["None of 3 differs.", "4/30 (13%); 1.5 (0.2)", "P = 0.05 … P < 0.001", "In none: a, b and c."]
    assert [text for text in sound if TRACES.search(text)] == []


def test_the_conclusion_rests_on_what_its_case_says(opened):
    audits = (twoarm.audit_study(opened(case)) for case in list(STUDIES)[-2:])
    assert [str(audit.findings["A4"].verdict) for audit in audits] == ["depends on method", "inconsistent"]


def test_every_section_is_met(opened):
    met = {c.section for case in STUDIES for c in twoarm.compare_all(opened(case))}
    assert met == set(SECTIONS) - {"baseline"}
