"""What is measured: commands as a user gives them, each with what has to be there before its clock starts.

The benchmark alone, beside one helper of the tests, knows where a peer's folder may lie.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "support"))

from forked_nbval import STOCK as STOCK_NBVAL
from forked_nbval import forked_nbval
from large_study import write_large_study
from places import ROOT
from reports import copy_book

BIN = Path(sys.executable).parent
PEER = ROOT.parent / "shared" / "peers" / "bookdown"
EVERY_FORMAT, TWO = "html,pdf,docx,jats", "html,pdf"
# The stock pipeline: each notebook by papermill on a kernel of its own, Jupyter Book twice, the same converters.
STOCK = """
set -e
for notebook in notebooks/*.ipynb; do (cd notebooks; papermill -k python3 "${notebook##*/}" "${notebook##*/}") done
jupyter-book build . --path-output out
jupyter-book build . --path-output single --builder custom --custom-builder singlehtml
pandoc -f html single/_build/singlehtml/index.html --resource-path single/_build/singlehtml -t typst -s -o out/page.typ
pandoc -f html single/_build/singlehtml/index.html --resource-path single/_build/singlehtml -o out/page.docx
pandoc -f html single/_build/singlehtml/index.html -t jats -s -o out/page.jats.xml
python -c 'import typst; typst.compile("out/page.typ", output="out/page.pdf", root=".")'
"""
IMPORTS = "import numpy, pandas, scipy.stats, matplotlib.pyplot, seaborn, IPython, ipykernel.kernelapp"


@dataclass(frozen=True)
class Contestant:
    """A command.

    Attributes
    ----------
    name : of a row of the page. command : in `folder`. settings : variables of its environment.
    before : what is done before each measurement and not measured. missing : why it cannot be measured here, if it cannot.
    """

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    settings: tuple[tuple[str, str], ...] = ()
    before: Callable[[], object] = lambda: None
    missing: str = ""


def shipped(work: Path) -> list[Contestant]:
    """The shipped study: ours in four states, the stock pipeline, the peer's two formats."""
    build = partial(_build, work / "ours")
    built = partial(_run, build("as it is", "--formats", TWO))
    return [
        build("ours, HTML and PDF, cold", "--formats", TWO, "--fresh"),
        build("ours, four formats, cold", "--formats", EVERY_FORMAT, "--fresh"),
        replace(build("ours, HTML and PDF, nothing changed", "--formats", TWO), before=built),
        replace(
            build("ours, HTML and PDF, one parameter", "--formats", TWO, "-p", "reconstructions", "19"),
            before=partial(_anew, work / "ours", built),
        ),
        _stock(work / "stock"),
        *_peer(work / "peer", 62),
    ]


def notebooks(work: Path) -> list[Contestant]:
    """The regression test of the notebooks, each time without anything kept."""
    where, kept = ("--rootdir=notebooks", "notebooks"), work / "values"
    ours, stock = forked_nbval(*where), [str(BIN / "pytest"), *STOCK_NBVAL, *where]
    return [
        Contestant(
            "ours, nbval",
            tuple(ours),
            settings=(("TWOARM_VALUES", str(kept)),),
            before=partial(_emptied, kept),
        ),
        Contestant("stock, nbval", tuple(stock), settings=(("TWOARM_VALUES", ""),)),
    ]


def commands(work: Path) -> list[Contestant]:
    """What answers without computing, beside Python's own start."""
    twoarm = str(BIN / "twoarm")
    return [
        Contestant("Python", (sys.executable, "-c", "pass")),
        Contestant("the imports of any report", (sys.executable, "-c", IMPORTS)),
        Contestant("ours, --help", (twoarm, "--help")),
        Contestant("ours, parameters", (twoarm, "parameters")),
    ]


def sweeps(work: Path) -> list[Contestant]:
    """64 runs of the shipped study's tables, by one worker and by two."""
    grid = work / "grid.yml"
    alphas = [round(0.01 * n, 2) for n in range(1, 9)]
    grid.write_text(
        f"parameters: {{alpha: {alphas}, imbalance: {[2 * alpha for alpha in alphas]}}}\n", "utf-8"
    )
    return [
        Contestant(
            f"64 runs, {words}",
            (str(BIN / "twoarm"), "sweep", str(grid), "-j", str(n), "--output", str(work / f"sweep-{n}")),
            before=partial(_emptied, work / f"sweep-{n}"),
        )
        for n, words in ((2, "two workers"), (1, "one worker"))
    ]


def of_size(work: Path, patients: int) -> list[Contestant]:
    """A study of so many patients, ours and the peer's."""
    study = work / f"study-{patients}"
    if not study.exists():
        write_large_study(study, patients)
    ours = _build(
        work / f"ours-{patients}", f"ours, {patients:,} patients", str(study), "--formats", TWO, "--fresh"
    )
    return [ours, *_peer(work / f"peer-{patients}", patients)]


def _build(output: Path, name: str, *options: str) -> Contestant:
    output.mkdir(parents=True, exist_ok=True)
    return Contestant(name, (str(BIN / "twoarm"), "build", *options, "--output", str(output)))


def _run(contestant: Contestant) -> None:
    subprocess.run(contestant.command, cwd=contestant.folder, check=True, capture_output=True)


def _anew(output: Path, built: Callable[[], None]) -> None:
    """What an earlier measurement has kept is forgotten, and the report built as it is."""
    _emptied(output / "_build")
    built()


def _stock(folder: Path) -> Contestant:
    path = f"{BIN}{os.pathsep}{_pandoc()}{os.pathsep}{os.environ['PATH']}"

    def copied() -> None:
        _emptied(folder)
        copy_book(folder)
        (folder / "out").mkdir()

    settings = (("PATH", path), ("TWOARM_VALUES", ""))
    return Contestant("stock pipeline, four formats", ("bash", "-c", STOCK), folder, settings, copied)


def _pandoc() -> Path:
    import pypandoc

    return Path(pypandoc.get_pandoc_path()).parent


def _peer(folder: Path, patients: int) -> list[Contestant]:
    missing = "" if PEER.is_dir() else "the folder of the R report is not at hand"
    missing = missing if shutil.which("Rscript") else "R is not installed"
    if not missing and not folder.exists():
        shutil.copytree(PEER, folder)
        subprocess.run(
            ["Rscript", "gen_cohort.R", str(patients), "cohort"], cwd=folder, check=True, capture_output=True
        )
    data = ("cohort/cohort.csv", "cohort/visits.csv")
    return [
        Contestant(
            f"R bookdown, {form.upper()}, {patients:,} patients",
            ("Rscript", "render.R", form, *data, f"out_{form}", "0.05", "0.95"),
            folder,
            missing=missing,
        )
        for form in ("html", "pdf")
    ]


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
