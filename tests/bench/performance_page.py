"""docs/performance.md, made of what was measured: medians with their spread, and each ratio beside its seconds."""

from __future__ import annotations

from pathlib import Path
from statistics import median

HEAD = """# How fast it is

What this page says was measured by `make bench`, which writes it: each contestant in turn, whole processes from start to
end, on a machine that did nothing else; medians. Seconds depend on the machine, ratios of one table much less. Memory is
that of the largest process.
"""
TITLES = {
    "commands": "Commands that compute nothing",
    "shipped": "The report of the shipped study",
    "notebooks": "The regression test of the notebooks",
    "sweep": "A sweep",
    "100000": "100,000 patients",
    "1000000": "1,000,000 patients",
}
# What is said beside which: the first name over the sum of the others.
RATIOS = {
    "shipped": [
        ("HTML and PDF, cold, against R bookdown", "ours, HTML and PDF, cold", ("R bookdown, HTML", "R bookdown, PDF")),
        ("four formats, cold, against the stock pipeline", "ours, four formats, cold", ("stock pipeline",)),
        ("one parameter, against cold", "ours, HTML and PDF, one parameter", ("ours, HTML and PDF, cold",)),
        ("nothing changed, against cold", "ours, HTML and PDF, nothing changed", ("ours, HTML and PDF, cold",)),
    ],
    "notebooks": [("against stock kernels", "ours, nbval", ("stock, nbval",))],
    "sweep": [("two workers against one", "64 runs, two", ("64 runs, one",))],
    "100000": [("against R bookdown", "ours", ("R bookdown, HTML", "R bookdown, PDF"))],
    "1000000": [("against R bookdown", "ours", ("R bookdown, HTML", "R bookdown, PDF"))],
}  # fmt: skip

Rows = dict[str, list[dict] | str]


def write_page(record: dict[str, dict], path: Path) -> None:
    """Write the page of every part that was measured."""
    parts = [_part(part, record[part]) for part in TITLES if part in record]
    path.write_text("\n".join([HEAD, *parts]), "utf-8")


def _part(part: str, told: dict) -> str:
    rows: Rows = told["rows"]
    lines = [f"## {TITLES[part]}", "", f"Measured on {told['date']}: {told['machine']}.", ""]
    lines += [
        "| what | seconds | least to most | processor | memory (MB) | times |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [f"| {name} | {_cells(row)} |" for name, row in rows.items()]
    ratios = [line for ratio in RATIOS.get(part, ()) if (line := _ratio(rows, *ratio))]
    steps = [line for name, row in rows.items() if name.endswith("cold") for line in _steps(name, row)]
    return "\n".join([*lines, *([""] if ratios else []), *ratios, *steps, ""])


def _steps(name: str, row: list[dict] | str) -> list[str]:
    """Where the seconds of a build go; steps beside one another overlap."""
    if isinstance(row, str) or not row or not row[0]["steps"]:
        return []
    middle = {step: median(one["steps"].get(step, 0.0) for one in row) for step in row[0]["steps"]}
    told = "; ".join(f"{step} {seconds:.1f} s" for step, seconds in middle.items())
    return ["", f"Where the seconds go ({name}; steps beside one another overlap): {told}."]


def _cells(row: list[dict] | str) -> str:
    if isinstance(row, str):
        return f"{row} | | | | "
    of = {name: [one[name] for one in row] for name in ("seconds", "processor", "megabytes")}
    spread = f"{min(of['seconds']):.1f} to {max(of['seconds']):.1f}"
    middle = {name: median(values) for name, values in of.items()}
    cells = [f"{middle['seconds']:.1f}", spread, f"{middle['processor']:.1f}", f"{middle['megabytes']:,.0f}"]
    return " | ".join([*cells, str(len(row))])


def _ratio(rows: Rows, words: str, ours: str, others: tuple[str, ...]) -> str:
    """``- Four formats, cold: 36.4 s against 83.1 s, a ratio of 0.44.``; empty where one of them has no timing."""
    found = [[row for name, row in rows.items() if name.startswith(start)] for start in (ours, *others)]
    if not all(len(some) >= 1 and isinstance(some[0], list) and some[0] for some in found):
        return ""
    mine, *theirs = [median(one["seconds"] for one in some[0]) for some in found]
    total = sum(theirs)
    return (
        f"- {words[0].upper()}{words[1:]}: {mine:.1f} s against {total:.1f} s, a ratio of {mine / total:.2f}."
    )
