"""The shipped study, the open example, and copies of the shipped one that were edited, each in a copy of the checkout.

The second argument of each, the folder outside the checkout, is for studies that may not stand in it.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

from extension import add_column, add_method, add_notebook, add_primary_method, add_row, add_section
from places import ROOT
from ruamel.yaml import YAML

PRIMARY = "odi"
LATEST = "one year later"
MINUTES_MORE = 20


def shipped(book: Path, _: Path) -> Path:
    return book / "data"


def gbsg2(book: Path, _: Path) -> Path:
    return with_patients(book / "examples" / "gbsg2")


def with_patients(example: Path) -> Path:
    """A copy of the open example, its patients written by its own script."""
    (example / "patients.csv").unlink(missing_ok=True)
    subprocess.run([sys.executable, example / "make_patients.py"], check=True)
    return example


def write_gbsg2(folder: Path) -> Path:
    """The same outside of a checkout."""
    return with_patients(shutil.copytree(ROOT / "examples" / "gbsg2", folder, dirs_exist_ok=True))


def as_private(study: Path, profile: str) -> Path:
    """A study folder whose patients nobody may see, under a policy."""
    path = study / "study.yml"
    said = re.sub(r"^public: .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(re.sub(r"disclosure: .*", f"disclosure: {{profile: {profile}}}", said), "utf-8")
    return study


def exchanged(book: Path, _: Path) -> Path:
    """The arms exchanged, a primary outcome named, the latest visit called otherwise."""
    study = shutil.copytree(book / "data", book / "examples" / "exchanged")
    path = study / "study.yml"
    said = YAML(typ="safe").load(path.read_text("utf-8"))
    arms = said["arms"]
    arms["treated"], arms["control"] = arms["control"], arms["treated"]
    said["primary_outcome"] = PRIMARY
    said["visits"][-1] |= {"label": LATEST, "time": 12}
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(said, file)
    return study


def extended(book: Path, _: Path) -> Path:
    """One operation took longer; one column with its row, one section, one notebook and one method more."""
    lengthen_an_operation(book)
    for add in (add_column, add_row, add_section, add_notebook, add_method):
        add(book)
    return book / "data"


def otherwise_analysed(book: Path, _: Path) -> Path:
    """A primary method more for continuous outcomes, on a scale of its own."""
    add_primary_method(book)
    return book / "data"


def lengthen_an_operation(book: Path) -> None:
    path = book / "data" / "patients.csv"
    with path.open(encoding="utf-8", newline="") as file:
        patients = list(csv.DictReader(file))
    patients[0]["operation_time"] = str(int(patients[0]["operation_time"]) + MINUTES_MORE)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(patients[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(patients)
