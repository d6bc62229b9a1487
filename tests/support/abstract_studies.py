"""Studies that are an abstract alone: the least that makes one, and one with all that it may have beside."""

from __future__ import annotations

from pathlib import Path

LEAST = """\
title: Does a splint help?
data_kind: published
"""
# All of it is invented, so that a reader can check every number by hand.
ABSTRACT = """\
# An abstract that nobody published

> [Purpose] To compare a splint with a cast after a fracture of the wrist.
> [Methods] Of 40 patients, 20 had a splint and 20 had a cast.
> [Results] Stiffness was seen in 2/20 (10%) of the splint group and in 9/20 (45%) of the cast group (P<0.05). Pain did not
> differ between the groups (P>0.05). [Conclusion] The splint is better.
"""
CLAIMS = """\
claims:
  - {id: A1, kind: sample_size, quote: ["Of 40 patients, 20 had a splint and 20 had a cast"], total: 40, groups: [20, 20]}
  - {id: A2, kind: count, quote: ["Stiffness was seen in 2/20 (10%) of the splint group"], events: 2, of: 20, percent: "10"}
  - {id: A3, kind: count, quote: ["in 9/20 (45%) of the cast group"], events: 9, of: 20, percent: "45"}
  - {id: A4, kind: two_by_two, quote: ["(P<0.05)"], treated: A2, control: A3, p: P<0.05, evidence: stiffness}
  - {id: A5, kind: bare_p, quote: ["Pain did not differ between the groups (P>0.05)"], p: P>0.05, comparison: between,
     direction: none, n: [20, 20]}
  - {id: A6, kind: conclusion, quote: ["The splint is better"], rests_on: [A4, A5]}
"""
SAYING_MORE = """\
subtitle: An abstract read by its own numbers
question: Does a splint leave less stiffness than a cast?
arms:
  treated: {label: splint}
  control: {label: cast}
randomised: unknown
abstract: {authors: "Doe J, Roe R", journal: Journal of Nothing, year: 2021, doi: 10.1000/182}
pages: [book/glossary]
date: 2026-01-02
"""
EVIDENCE = """\
source,outcome,measure,estimate,low,high,p_value,citation
Others,stiffness,OR,0.5,0.2,1.2,,"Others. A review. Journal of Nothing 2020."
"""


def write_abstract(folder: Path) -> Path:
    """The least: three files."""
    return write_files(folder, LEAST, CLAIMS.replace(", evidence: stiffness", ""))


def write_abstract_in_context(folder: Path) -> Path:
    """With named arms, its source, pages and the estimate of others."""
    (write_files(folder, LEAST + SAYING_MORE, CLAIMS) / "evidence.csv").write_text(EVIDENCE, "utf-8")
    return folder


def write_files(folder: Path, spec: str, claims: str, abstract: str = ABSTRACT) -> Path:
    """A folder of these three."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("study.yml", spec), ("claims.yml", claims), ("abstract.md", abstract)):
        (folder / name).write_text(text, "utf-8")
    return folder
