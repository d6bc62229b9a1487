"""From a real plain table to a report: `twoarm init`, then `twoarm build`, nothing edited between them.

The tables are contained in packages that the tests need anyway, and the one outside the project is read where it lies. The
number of answers is part of the promise: each flag below is one that a person would have been asked for.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import lifelines.datasets
import pandas as pd
import pytest
import statsmodels
from shared_cohorts import LICORICE

from twoarm import cli

RESULTS = Path(statsmodels.__file__).parent


@dataclass(frozen=True)
class Real:
    """A table, the answers that it needs, and what the report has to say of it."""

    file: str
    answers: tuple[str, ...]
    kinds: dict[str, str]
    said: tuple[str, ...]
    patients: int


REAL = {
    # wide, coded, without identifiers
    "licorice": Real(
        "licorice_gargle.csv",
        (
            "--treated",
            "1=Licorice",
            "--outcomes",
            "extubation_cough,cough,throat_pain,swallow_pain",
            "--min-count",
            "0",
        ),
        {
            "throat_pain": "continuous",
            "cough": "ordinal",
            "pre_op_calc_bmi": "continuous",
            "pre_op_smoking": "categorical",
        },
        ("Throat pain", "PACU 30 min", "with Licorice", "points"),
        235,
    ),
    # long: four rows of a patient, and R's numbers of the rows
    "epil": Real(
        "epil.csv",
        ("--min-count", "0"),
        {"y": "continuous", "base": "continuous", "visit": "categorical"},
        ("progabide", "placebo", "Period 4"),
        59,
    ),
    # coded, with missing values, as Excel
    "lung": Real(
        "lung.xlsx",
        ("--arm", "sex", "--treated", "2=women", "--min-count", "0"),
        {"time": "time", "status": "binary", "ph_ecog": "ordinal", "wt_loss": "continuous"},
        ("Time to event", "women"),
        228,
    ),
    # words and missing values, no time and no visit
    "framing": Real(
        "framing.csv",
        (
            "--arm",
            "treat",
            "--treated",
            "1",
            "--outcomes",
            "emo,p_harm,english,cong_mesg",
            "--min-count",
            "0",
        ),
        {"emo": "continuous", "english": "ordinal", "educ": "ordinal", "cong_mesg": "binary"},
        ("Emo", "English", "treated"),
        265,
    ),
    # a time in the name of the event and of the unit
    "rossi": Real(
        "rossi.csv",
        ("--arm", "fin", "--treated", "1", "--min-count", "0"),
        {"week": "time", "arrest": "binary", "age": "continuous"},
        ("Time to arrest", "weeks"),
        432,
    ),
    # yes and no in words
    "gbsg2": Real(
        "gbsg2.csv",
        ("--arm", "horTh", "--min-count", "0"),
        {"time": "time", "cens": "binary", "tgrade": "ordinal", "menostat": "binary"},
        ("Time to event", "hor th"),
        686,
    ),
}


def write(name: str, folder: Path) -> Path:
    """The table as the person has it."""
    path = folder / REAL[name].file
    if name == "licorice":
        if not LICORICE.exists():
            pytest.skip("the licorice table is not beside the project")
        path.write_bytes(LICORICE.read_bytes())
    elif name == "epil":
        path.write_bytes((RESULTS / "genmod/tests/results/epil.csv").read_bytes())
    elif name == "framing":
        path.write_bytes((RESULTS / "stats/tests/results/framing.csv").read_bytes())
    elif name == "lung":
        lifelines.datasets.load_lung().to_excel(path, index=False)
    else:
        getattr(lifelines.datasets, f"load_{name}")().to_csv(path, index=False)
    return path


def draft(name: str, folder: Path) -> Path:
    """The study of a table, its guesses confirmed."""
    table = write(name, folder)
    assert cli.main(["init", str(table), *REAL[name].answers, "--to", str(folder / name), "--confirm"]) == 0
    return folder / name


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", REAL)
def test_a_real_table_becomes_a_study(name, tmp_path):
    study = draft(name, tmp_path)
    assert cli.main(["check", str(study)]) == 0
    kinds = {row["name"]: row["kind"] for row in rows(study / "dictionary.csv")}
    assert {variable: kinds.get(variable) for variable in REAL[name].kinds} == REAL[name].kinds
    assert len(rows(study / "patients.csv")) == REAL[name].patients


@pytest.mark.parametrize("name", REAL)
def test_it_needs_every_one_of_these_answers_and_no_other(name, tmp_path, capsys):
    """Without one of them the command asks for that one."""
    table = write(name, tmp_path)
    flags = REAL[name].answers
    for at in range(0, len(flags), 2):
        fewer = [*flags[:at], *flags[at + 2 :]]
        assert cli.main(["init", str(table), *fewer, "--to", str(tmp_path / "none")]) == 2
        assert f"{flags[at]}: " in capsys.readouterr().err


def test_the_rows_of_the_long_table_are_all_there(tmp_path):
    table = pd.read_csv(write("epil", tmp_path))
    visits = pd.read_csv(draft("epil", tmp_path) / "visits.csv")
    assert sorted(visits["y"]) == sorted(table["y"])
    assert len(visits) == len(table) == 236


@pytest.mark.parametrize("name", ["licorice", "epil"])
def test_and_the_study_a_report(name, tmp_path_factory, build_drafted):
    run = build_drafted(name, lambda: draft(name, tmp_path_factory.mktemp("drafted")))
    text = "\n".join(page.read_text("utf-8") for page in sorted((run / "html" / "notebooks").glob("*.html")))
    assert [words for words in REAL[name].said if words not in text] == []
    assert "to confirm" not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lung", "framing", "rossi", "gbsg2"])
def test_and_the_others_too(name, tmp_path_factory, build_drafted):
    test_and_the_study_a_report(name, tmp_path_factory, build_drafted)


@pytest.fixture(scope="session")
def build_drafted(once, book_copy):
    """``build_drafted(name, make)`` builds the website of a drafted study in the shared copy of the book."""
    return lambda name, make: once(
        f"drafted_{name}_run", lambda: website_of(make(), book_copy, f"drafted-{name}")
    )


def website_of(study: Path, book: Path, run: str) -> Path:
    """The folder of a run of the command as a user starts it, the website alone."""
    command = [sys.executable, "-m", "twoarm.cli", "build", str(study), "--run", run, "--formats", "html"]
    environment = os.environ | {"PYTHONPATH": str(book / "src")}
    done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (book / "_build" / "runs" / run).resolve()
