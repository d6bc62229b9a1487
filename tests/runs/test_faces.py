"""What objects show of themselves counts and never lists: no identifier, no row, no value, in any face.

A study of canaries is opened, compared, audited, published, compared with another run, drafted and simulated by the code
that does so for a user. Every object of the package that is made on the way has its faces read.
"""

from __future__ import annotations

import json
import pkgutil
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from importlib import import_module
from pathlib import Path
from pprint import pformat
from typing import Any

import numpy as np
import pandas as pd
import pytest
from canaries import cells_of, made_on_the_way, rows_of, run_notebook, write_canary_study, write_rows
from every_kind import write_every_kind
from IPython.lib.pretty import pretty
from places import ROOT
from pydantic import BaseModel
from rich.pretty import pretty_repr

import twoarm
from twoarm import faces
from twoarm.analysis.arms.values import told_times_of
from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.comparison.compare import compare_all, compare_baseline, compare_section
from twoarm.analysis.patients.flow import patient_flow
from twoarm.analysis.sensitivity.imputations import impute_outcomes
from twoarm.analysis.sensitivity.reconstructions import reconstruct
from twoarm.analysis.subgroups.effects import subgroup_effects
from twoarm.drafting.abstract.audit import audit_abstract
from twoarm.drafting.answers import Answers
from twoarm.drafting.init import init_study
from twoarm.errors import DisclosureError
from twoarm.methods import missing
from twoarm.methods.estimate import Estimate
from twoarm.present.figures.equivalence import equivalence_plot
from twoarm.present.findings import overview
from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.publish.diff import diff
from twoarm.publish.documents.title_page import metadata
from twoarm.publish.findings import Findings
from twoarm.publish.gate.check import check_disclosure
from twoarm.publish.gate.masked_cells import recomputable
from twoarm.publish.notebooks.endings import Executed
from twoarm.publish.notebooks.failures import exception_failure
from twoarm.publish.records.data_marks import plain_marks
from twoarm.publish.records.manifest import figures_of, input_hashes, manifest_of, write_manifest
from twoarm.publish.records.tabular import write_tables
from twoarm.publish.releases.ledger import Entry, open_ledger
from twoarm.publish.releases.making import Released
from twoarm.publish.releases.nearness import Earlier
from twoarm.publish.releases.overlap import overlap_of
from twoarm.publish.releases.pseudonyms import pseudonyms_of
from twoarm.publish.releases.sheet import ReleaseFacts
from twoarm.publish.shelf.listing import list_runs
from twoarm.publish.stage import prepare_stage
from twoarm.publish.sweeps.compared import write_comparison
from twoarm.publish.sweeps.tasks import sites_of, tasks_of
from twoarm.publish.sweeps.work import perform
from twoarm.simulation.simulate import simulate_study
from twoarm.study.opened import read_study
from twoarm.study.parameters import Parameters

# Classes that show what they hold, since nothing of a patient comes into them.
PLAIN_ABSTRACT = """Stent or balloon for fractures

Aim: To compare leakage. Methods: Sixty-two patients received a stent (stent group, n = 30) or a balloon
(balloon group, n = 32).
Results: Leakage occurred in 4 (13.3%) in the stent group and 10 (31.3%) in the balloon group (P = 0.13). Pain was 2.1 ± 1.0
versus 2.9 ± 1.1 points (P = 0.004). Cost was 4,300 euros. Conclusion: Leakage was alike.
"""
POLICY = "disclosure: {profile: hospital}\n"
HARMLESS = {
    "Masked": "the bounds that a report shows",
    "Entry": "a release: day, run, title, hashes and policy",
    "MaskedCells": "a column of a published table, and how many of its cells are masked",
    "Compared": "the numbers of an analysis",
    "ComparedOutcome": "the numbers of an analysis",
    "Estimate": "the numbers of an analysis: its face is what it is for",
    "Pooled": "the numbers of an analysis",
    "TippingPoints": "the numbers of an analysis",
    "Method": "a row of the registry",
    "Specification": "the names of choices",
    "Effect": "a function and how it is called",
    "GroupOfTests": "names of tests",
    "Column": "a column of a published table",
    "PublishedTable": "the columns of a published table",
    "Tolerance": "two numbers that a user gave",
    "Change": "a parameter, a version or a hash that differs between two runs",
    "Reported": "numbers of a published report",
    "Policy": "what study.yml states under disclosure",
    "PolicyWords": "what is said of that", "Choice": "what is said of that",
    "Published": "a row of evidence.csv: numbers of published studies",
    "LeftOut": "the name of a variable, and why it is not adjusted for",
    "Problem": "a place and a rule; what the exceptions of `tests/unit/test_error_texts.py` hold",
    "Limit": "a row of the table of limits",
    "Refused": "a line and a rule",
    "Band": "a row of the table of quantities",
    "Quantity": "a row of the table of quantities",
    "Grid": "a plan's lowest value, step and length",
    "Goal": "a plan's totals",
    "Source": "a seed",
    "Metadata": "the title page",
    "MethodSaid": "words of the registry",
    "Sheet": "what a drawing is made for", "Ground": "where a drawing has its boxes", "_Row": "a choice of an analysis",
    "Together": "the numbers of an analysis",
    "Asked": "what a build is asked for",
    "Making": "folders, and the formats that are asked for",
    "Sweep": "folders, and how many runs there are", "Outcome": "how a run ended",
    "Scheduler": "an address", "Site": "the folder of a study", "Task": "a path and parameters",
    "Level": "a column of the dictionary, with a code and its label",
    "Step": "a step of a build, with its name and whether it failed",
    "Group": "words", "Item": "words", "Checklist": "words", "Answer": "words", "VerdictWords": "words",
    "Markdown": "a text that is shown as it is", "Link": "a text that is shown as it is",
    "Cell": "a cell of a page that Sphinx makes of what was published",
    "Fold": "a fold of such a page", "FoldLine": "the line of a fold",
    "DropEmptySections": "a step of Sphinx",
    "ForkedProvisioner": "a process of Jupyter", "PrivateKernelManager": "a process of Jupyter",
}  # fmt: skip
OF_A_TEXT = "twoarm.drafting.abstract."  # what is read of a published abstract has its words and its numbers
OF_PAGES = (
    "twoarm.publish.traces.",
    "twoarm.publish.website.",
)  # made of pages and tables as they are published
FACES: dict[str, Callable[[Any], str]] = {
    "repr": repr,
    "str": str,
    "format": format,
    "within a list": lambda thing: repr([thing]),
    "pprint": pformat,
    "IPython": pretty,
    "rich": pretty_repr,
    "html": lambda thing: getattr(thing, "_repr_html_", str)() or "",
}


def every_class() -> list[type]:
    """Each class that the package defines."""
    names = [module.name for module in pkgutil.walk_packages(twoarm.__path__, "twoarm.")]
    found = {
        kind
        for name in names
        for kind in vars(import_module(name)).values()
        if isinstance(kind, type) and kind.__module__ == name
    }
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def lists(kind: type) -> bool:
    """Whether a class has a face of its own, and nobody has said why it may show what it holds."""
    counts = getattr(kind.__repr__, "__module__", "") == faces.__name__
    said = kind.__name__ in HARMLESS or issubclass(kind, BaseModel | Enum | BaseException)
    said |= kind.__module__.startswith(OF_A_TEXT)
    own = kind.__repr__ is not object.__repr__ or kind.__str__ is not object.__str__
    return not kind.__module__.startswith(OF_PAGES) and (counts or (own and not said))


def reconstructed(planned: Path) -> None:
    """A further cohort, of a plan that leaves results open."""
    study = read_study(planned)
    plan = study.plan.split("\nstatements:")[0]
    reconstruct(replace(study, plan=plan, parameters=Parameters(reconstructions=1)))


@pytest.fixture(scope="module")
def met(tmp_path_factory) -> tuple[dict[type, list[Any]], set[str]]:
    """The objects that are made, and the canaries."""
    folder = tmp_path_factory.mktemp("canaries")
    study = write_canary_study(folder / "canary-study")
    table = write_plain_table(folder / "plain.csv", study)
    planned = shutil.copytree(ROOT / "data", folder / "planned")
    kinds = [kind for kind in every_class() if not issubclass(kind, Enum)]
    with pytest.MonkeyPatch.context() as patch, made_on_the_way(kinds) as made:
        patch.chdir(ROOT)
        run = publish(study, folder / "a", patch)
        other = shutil.copytree(run, folder / "other")
        spoil(other)
        diff(str(run), str(other), to=folder / "page")
        simulate_study(planned, 5, True)
        reconstructed(planned)
        answers = Answers(
            to=str(folder / "drafted"),
            arm="group",
            treated="VBS",
            outcomes=("vas",),
            before=("none",),
            randomised="unknown",
        )
        init_study(table, answers, True, lambda question: "0")
        exception_failure("02.ipynb", 3, "ValueError", f"not a number: {min(cells_of(study))}")
        Findings("canary-study", study)
        repr(compare_frame_of(study))
        imputed(study)
        told_by_a_policy(study, folder / "masked")
        explored(study, folder / "explored")
        within_patients(study, folder / "within")
        gate_and_release(study, run, folder / "ledger")
        swept(study, folder / "swept")
        published_alone(folder)
        Executed("02.ipynb", [{"outputs": [{"text": min(cells_of(study))}]}], int, folder / "notes")
    return made, cells_of(study) | cells_of(planned) | cells_of(folder / "drafted")


def publish(study: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """A run without pages: stage, notebooks, tables and manifest, by the code that a build runs."""
    stage = prepare_stage(ROOT, study, folder / "stage", Parameters(study=str(study)))
    metadata(stage.study, folder.name)
    records = folder / "records"
    records.mkdir()
    patch.setenv(RECORDS, str(records))
    for notebook in stage.notebooks:
        patch.setenv(NOTEBOOK, notebook.stem)
        run_notebook(notebook, study=str(study), reconstructions=2)
    told = sorted(records.glob("*.json"))
    out = folder / "run"
    out.mkdir()
    write_tables(told, out, private=False)
    shutil.copytree(records / "figures", out / "figures")
    marks = plain_marks(stage)
    write_manifest(
        manifest_of(stage, folder.name, input_hashes(stage, marks), marks, figures_of(told), out), out
    )
    return out


def imputed(study: Path) -> None:
    """What some patients lack, made up from what the others have, and how far that may be off."""
    opened, arms = read_study(study), []
    for arm in opened.cohort.arms:
        age, stay = (
            opened.cohort.values(opened.variable(name), arm).to_numpy(float, copy=True)
            for name in ("age", "operation_time")
        )
        stay[0] = np.nan
        arms.append([missing.Column("age", age), missing.Column("operation_time", stay)])
    first, second = missing.impute_arms(*arms, seed=1, number=20)
    values, of = (one.columns["operation_time"] for one in (first, second)), first.missing["operation_time"]
    treated, control = values

    def at(shift: float) -> Estimate:
        return missing.pooled_mean_difference(missing.shifted(treated, of, shift), control)

    missing.tipping_points(at, 10.0)
    missing.share_grid((2, 5, 1), (1, 5, 1))
    one, _ = opened.cohort.arms
    lacking = opened.cohort.patients.copy()
    lacking.loc[lacking.index[lacking["_arm"] == one][:2], ["operation_time", "cement_leakage"]] = np.nan
    impute_outcomes(replace(opened, cohort=replace(opened.cohort, patients=lacking)))


def told_by_a_policy(study: Path, folder: Path) -> None:
    """The same patients under a policy that masks: what is told of them is made of objects of its own."""
    masked = shutil.copytree(study, folder)
    spec = (masked / "study.yml").read_text("utf-8")
    text = re.sub(r"disclosure:.*", "disclosure: {profile: hospital}", spec)
    (masked / "study.yml").write_text(text if "disclosure:" in text else f"{text}\n{POLICY}", "utf-8")
    opened = read_study(masked)
    patient_flow(opened, compare_all(opened))
    told_times_of(opened, next(v for v in opened.dictionary if v.kind == "time"))


def explored(study: Path, folder: Path) -> None:
    """The same patients with a primary outcome that is looked at in subgroups, and has a margin of equivalence."""
    named = shutil.copytree(study, folder)
    spec = (named / "study.yml").read_text("utf-8")
    text = re.sub(r"primary_outcome:.*", "primary_outcome: operation_time\nsubgroups: [sex]", spec)
    (named / "study.yml").write_text(text, "utf-8")
    described = rows_of(named / "dictionary.csv")
    stated = {"margin": "10", "margin_source": "the protocol"}
    described = [row | stated if row["name"] == "operation_time" else row for row in described]
    write_rows(named / "dictionary.csv", described)
    opened = read_study(named)
    subgroup_effects(opened)
    equivalence_plot(compare_section(opened, opened.variable("operation_time").section))


def within_patients(study: Path, folder: Path) -> None:
    """The same patients with two levels each, whose heights are canaries of the patients."""
    within = shutil.copytree(study, folder)
    patients = rows_of(within / "patients.csv")
    rows = [
        {"patient_id": one["patient_id"], "unit": unit, "height": one["operation_time"]}
        for one in patients
        for unit in ("L1", "L2")
    ]
    write_rows(within / "units.csv", rows)
    described = rows_of(within / "dictionary.csv")
    empty = dict.fromkeys(described[0], "") | {"table": "units"}
    key = {"name": "unit", "label": "Levels", "role": "none", "kind": "categorical", "levels": "L1|L2"}
    height = {
        "name": "height",
        "label": "Height",
        "role": "outcome",
        "section": "imaging",
        "kind": "continuous",
    }
    write_rows(within / "dictionary.csv", [*described, empty | key, empty | height])
    opened = read_study(within)
    twoarm.folded("Every outcome", [twoarm.outcome_table(compare_section(opened, "imaging"))])
    overview(compare_baseline(opened), compare_all(opened))


def published_alone(folder: Path) -> None:
    """An abstract with every kind of claim, audited; and one that is drafted from its plain text."""
    audit_study(read_study(write_every_kind(folder / "every-kind")))
    text = folder / "abstract.txt"
    text.write_text(PLAIN_ABSTRACT, "utf-8")
    audit_abstract(str(text), str(folder / "abstract-study"))


def gate_and_release(study: Path, run: Path, ledger: Path) -> None:
    """What reads a report before it is published, and what remembers whom it was about."""
    opened = read_study(study)
    opened = replace(opened, spec=opened.spec.model_copy(update={"data_kind": "real"}))
    with suppress(DisclosureError):
        check_disclosure(run, opened, ROOT / "book" / "references.bib")
    recomputable(run, opened)
    found = pseudonyms_of(opened, open_ledger(ledger))
    entry = Entry("2026-11-29", "default", "A study", "0" * 64, "0" * 64, len(found.patients), "hospital", 5)
    near = [Earlier(entry, overlap_of(found, found), 5)]
    Released(run, {}, [])
    ReleaseFacts("2026-11-29", [], near)


def swept(study: Path, folder: Path) -> None:
    """The study and a copy of it as two hospitals, compared over two levels; then all that was built, listed."""
    shutil.copytree(study, folder / "second")
    grid = folder / "grid.yml"
    grid.write_text(f"studies: [{study}, second]\nparameters: {{alpha: [0.05, 0.2]}}\n", "utf-8")
    runs = folder / "_build" / "runs"
    runs.mkdir(parents=True)
    tasks = tasks_of(*sites_of(grid), ROOT, runs, (), None)
    assert [perform(task).words for task in tasks] == [""] * 4
    write_comparison(tasks, [], "grid", folder, private=False)
    list_runs(folder)


def spoil(run: Path) -> None:
    """Let every conclusion flip, the last rows be gone, and a picture be another one."""
    results = run / "results.csv"
    kept = rows_of(results)[:-3]
    for row in kept:
        row["p_value"] = row["p_value"] and ("0.001" if float(row["p_value"]) > 0.05 else "0.5")
    write_rows(results, kept)
    first, second, *_ = sorted(
        set((run / "figures").glob("*.svg")) - set((run / "figures").glob("*-narrow.svg"))
    )
    first.write_bytes(second.read_bytes())


def compare_frame_of(study: Path) -> twoarm.present.frames.faces.Compared:
    """The visits of a study, with its patients, as a plain DataFrame."""
    frame = pd.read_csv(study / "visits.csv").merge(pd.read_csv(study / "patients.csv"), on="patient_id")
    asked = {
        "arm": "arm",
        "treated": "VBS",
        "control": "PKP",
        "outcome": ["vas", "operation_time", "weight_bearing_time"],
    }
    ended = {"weight_bearing_time": "weight_bearing_event"}
    return twoarm.compare(frame, **asked, visit=("visit", "latest"), baseline=("visit", "preop"), event=ended)


def write_plain_table(path: Path, study: Path) -> Path:
    """One plain table with the canaries of the study's patients, one measurement at two visits, and a text."""
    rows = (study / "patients.csv").read_text("utf-8").splitlines()[1:]
    lines = ["case,group,age_years,vas_pre,vas_day3,remark"]
    for number, row in enumerate(rows):
        name, arm, age = row.split(",")[:3]
        lines.append(
            f"{name},{arm},{age},{number % 7}.31{number:03d},{number % 5}.17{number:03d},Kanarie-{number % 3}"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_every_class_with_a_face_of_its_own_is_met(met):
    made, _ = met
    assert [
        f"{kind.__module__}.{kind.__name__}" for kind in every_class() if lists(kind) and not made.get(kind)
    ] == []


def test_what_may_show_itself_is_there():
    assert set(HARMLESS) <= {kind.__name__ for kind in every_class()}


@pytest.mark.parametrize("face", FACES)
def test_no_face_holds_a_canary_or_a_number_that_is_no_count(face, met):
    made, canaries = met
    shown = [(kind, FACES[face](thing)) for kind, things in made.items() for thing in things if lists(kind)]
    assert [
        (k.__name__, text) for k, text in shown if tokens(text) & canaries or re.search(r"\d\.\d", text)
    ] == []


def test_what_may_show_itself_holds_no_canary_either(met):
    made, canaries = met
    shown = [(kind, repr(thing)) for kind, things in made.items() for thing in things if not lists(kind)]
    assert [(kind.__name__, text) for kind, text in shown if tokens(text) & canaries] == []


def test_no_output_that_a_notebook_keeps_holds_an_identifier(met):
    made, canaries = met
    names = {canary for canary in canaries if canary.startswith("CANARY")}
    outputs = [thing for things in made.values() for thing in things if hasattr(thing, "_repr_mimebundle_")]
    assert len(outputs) > 20
    for output in outputs:
        assert not tokens(json.dumps(output._repr_mimebundle_())) & names


def test_a_face_says_what_a_thing_is_and_how_much_it_holds(met):
    made, _ = met
    of_patients = {kind: things for kind, things in made.items() if not kind.__module__.startswith(OF_A_TEXT)}
    said = {kind.__name__: repr(things[0]) for kind, things in of_patients.items()}
    assert said["Study"] == "<Study: 62 patients, 24 variables, 3 visits>"
    assert said["Cohort"] == "<Cohort: 62 patients, 186 rows of visits>"
    assert re.fullmatch(r"<Arms: \d+ treated, \d+ control.*>", said["Arms"])
    assert re.fullmatch(r"<Draft: \d+ arms, \d+ rows, 62 patients, .*>", said["Draft"])


def tokens(text: str) -> set[str]:
    return set(re.findall(r"[\w.-]*\w", text))
