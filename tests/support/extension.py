"""What the design promises to be enough: a dictionary row, a notebook with its line, a function with its entry."""

from __future__ import annotations

from pathlib import Path

import nbformat

NAME, LABEL, NOTE = "blood_loss", "Blood loss", "Read from the suction bottle."
ROW = (
    f"{NAME},{LABEL},patients,outcome,perioperative,continuous,mL,,,0,2000,5,,,,,lower,,,,,mean difference,1,"
    f"{NOTE},assumed"
)
COMMENT = f"\n# {NAME}\n\nThe surgeons call {{{NAME}.treated}} usual with {{treated}}.\n"
PAGE, TITLE = "09_remark", "A remark on the cohort"
CELLS = (
    'study: str = "data"  # study folder, looked up from here upwards',
    "from twoarm import done, open_study, say",
    "cohort = open_study(study)",
    'say("The remark is about {n} patients.", cohort)',
    "done()",
)
SECTION, SECTION_TITLE, COSTS, COSTS_LABEL = "economy", "Health economy", "costs", "Costs of the stay"
SECTION_ENTRY = f"""
sections:
  - {{code: {SECTION}, title: {SECTION_TITLE}}}
"""
SECTION_ROW = (
    f"{COSTS},{COSTS_LABEL},patients,outcome,{SECTION},continuous,EUR,,,0,9999,1,,,,,lower,,,,,,0,,assumed"
)
METHOD = '''
def median_difference(arms, level):
    """Difference of the medians, without an interval."""
    import numpy as np

    from twoarm.methods.estimate import Estimate

    treated, control = arms.complete()
    return Estimate(float(np.median(treated) - np.median(control)), n_treated=len(treated), n_control=len(control))
'''
ENTRY = """    Method(
        name="median_difference",
        estimand="difference of medians",
        measures=("continuous",),
        when="always",
        scale="unit",
        function=added.median_difference,
        words="difference of the medians as observed",
        pseudo="median of the treated arm less that of the control arm",
        reference="Welch1947",
        shown="main",
    ),
"""

SCALE = '    FOLD = "fold", 1.0, True, 1.0, "", "the geometric mean"\n'
PRIMARY = '''
def geometric_ratio(arms, level):
    """Ratio of geometric means by Welch's interval of the logarithms."""
    from dataclasses import replace

    import numpy as np

    from twoarm.methods.estimate import Estimate
    from twoarm.methods.values.means import mean_difference

    treated, control = arms.complete()
    if not (treated.size and control.size) or min(treated.min(), control.min()) <= 0:
        return Estimate.none("a value is not above zero, or an arm has none", len(treated), len(control))
    found = mean_difference(np.log(treated), np.log(control), level)
    if found.value is None:
        return found
    return replace(found, **{name: float(np.exp(getattr(found, name))) for name in ("value", "low", "high")})
'''
PRIMARY_ENTRY = """    Method(
        name="geometric_ratio",
        estimand="ratio of geometric means",
        measures=("continuous",),
        role="primary",
        when="always",
        scale="fold",
        function=added.geometric_ratio,
        words="Welch's interval of the logarithms",
        pseudo="difference of the mean logarithms, its exponential and those of its limits",
        reference="Welch1947",
        shown="main",
    ),
"""


def losses() -> list[int]:
    """A made-up value for each of the 62 patients."""
    return [100 + 35 * i % 200 for i in range(62)]


def add_column(book: Path) -> None:
    """A column more in ``patients.csv``."""
    path = book / "data" / "patients.csv"
    lines = path.read_text("utf-8").splitlines()
    values = [NAME, *map(str, losses())]
    path.write_text("\n".join(f"{line},{v}" for line, v in zip(lines, values, strict=True)) + "\n", "utf-8")


def described(book: Path, row: str) -> str:
    """A row of ``dictionary.csv``, with nothing in the columns that came after it was written."""
    header = (book / "data" / "dictionary.csv").read_text("utf-8").partition("\n")[0]
    return f"{row}{',' * (header.count(',') - row.count(','))}\n"


def add_row(book: Path) -> None:
    """A row more in ``dictionary.csv``, and what the authors have to say of it."""
    for file, text in (("dictionary.csv", described(book, ROW)), ("commentary.md", COMMENT)):
        with (book / "data" / file).open("a", encoding="utf-8") as out:
            out.write(text)


def add_section(book: Path) -> None:
    """An entry more in ``study.yml``, and a row in ``dictionary.csv`` for a column of its own."""
    data = book / "data"
    for file, text in (("study.yml", SECTION_ENTRY), ("dictionary.csv", described(book, SECTION_ROW))):
        with (data / file).open("a", encoding="utf-8") as out:
            out.write(text)
    lines = (data / "patients.csv").read_text("utf-8").splitlines()
    values = [COSTS, *(str(900 + 61 * n % 400) for n in range(len(lines) - 1))]
    text = "\n".join(f"{line},{value}" for line, value in zip(lines, values, strict=True))
    (data / "patients.csv").write_text(f"{text}\n", "utf-8")


def add_notebook(book: Path) -> None:
    """A notebook more, and its line in ``_toc.yml``."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    cells[0].metadata.tags = ["parameters"]
    heading = nbformat.v4.new_markdown_cell(f"# {TITLE}\n\nIt has a page of its own.")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[heading, *cells], metadata=kernel)
    nbformat.write(notebook, book / "notebooks" / f"{PAGE}.ipynb")
    toc = book / "_toc.yml"
    line = "      - file: notebooks/07_dictionary\n"
    text = toc.read_text("utf-8")
    assert line in text
    toc.write_text(text.replace(line, f"{line}      - file: notebooks/{PAGE}\n"), "utf-8")


def add_method(book: Path, function: str = METHOD, entry: str = ENTRY) -> None:
    """A function more, and its entry in the registry."""
    folder = book / "src" / "twoarm" / "analysis" / "registry"
    (folder / "added.py").write_text(function, "utf-8")
    registry = (folder / "entries.py").read_text("utf-8")
    begin = "REGISTRY: tuple[Method, ...] = (\n"
    assert begin in registry
    import_ = "from twoarm.analysis.registry.method import"
    registry = registry.replace(import_, f"from twoarm.analysis.registry import added\n{import_}", 1)
    (folder / "entries.py").write_text(registry.replace(begin, begin + entry), "utf-8")


def add_primary_method(book: Path) -> None:
    """A function and an entry more, which becomes the primary one, and a row for the scale that it has."""
    add_method(book, PRIMARY, PRIMARY_ENTRY)
    scales = book / "src" / "twoarm" / "analysis" / "registry" / "scale.py"
    text, before = scales.read_text("utf-8"), "    UNKNOWN = "
    assert before in text
    scales.write_text(text.replace(before, SCALE + before), "utf-8")
