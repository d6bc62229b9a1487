"""Real plain tables, as somebody has them, and the studies that `twoarm init` drafts from them.

They are contained in packages that the tests need anyway, and the one outside the project is read where it lies. The
number of answers is part of the promise: each flag below is one that a person would have been asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import lifelines.datasets
import pytest
import statsmodels
from shared_cohorts import LICORICE

from twoarm import cli

RESULTS = Path(statsmodels.__file__).parent


@dataclass(frozen=True)
class Real:
    """A table and what is particular to it, the answers that it needs, and what the report has to say of it."""

    why: str
    file: str
    answers: tuple[str, ...]
    kinds: dict[str, str]
    said: tuple[str, ...]
    patients: int


REAL = {
    "licorice": Real(
        "wide, coded, without identifiers",
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
    "epil": Real(
        "long: four rows of a patient, and R's numbers of the rows",
        "epil.csv",
        ("--min-count", "0"),
        {"y": "continuous", "base": "continuous", "visit": "categorical"},
        ("progabide", "placebo", "Period 4"),
        59,
    ),
    "lung": Real(
        "coded, with missing values, as Excel",
        "lung.xlsx",
        ("--arm", "sex", "--treated", "2=women", "--min-count", "0"),
        {"time": "time", "status": "binary", "ph_ecog": "ordinal", "wt_loss": "continuous"},
        ("Time to event", "women"),
        228,
    ),
    "framing": Real(
        "words and missing values, no time and no visit",
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
    "rossi": Real(
        "a time in the name of the event and of the unit",
        "rossi.csv",
        ("--arm", "fin", "--treated", "1", "--min-count", "0"),
        {"week": "time", "arrest": "binary", "age": "continuous"},
        ("Time to arrest", "weeks"),
        432,
    ),
    "gbsg2": Real(
        "yes and no in words",
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


def missing_words(name: str, run: Path) -> list[str]:
    """What the pages of a drafted report leave out of what they have to say, and a mark that was left in."""
    text = "\n".join(page.read_text("utf-8") for page in sorted((run / "html" / "notebooks").glob("*.html")))
    return [words for words in REAL[name].said if words not in text] + ["to confirm"] * ("to confirm" in text)
