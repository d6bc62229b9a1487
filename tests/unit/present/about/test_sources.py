"""Where the methods of an audit come from: each that was used, with a source that the bibliography has."""

from __future__ import annotations

import re

from abstract_studies import LEAST, write_abstract, write_files
from every_kind import write_every_kind
from places import ROOT

from twoarm.analysis.claims.audit import audit_study
from twoarm.present.chapters.published import audit_sources
from twoarm.present.claims.words import SOURCES
from twoarm.study.opened import read_study

KEYS = set(
    re.findall(r"^@\w+\{([^,]+),", (ROOT / "book" / "references.bib").read_text("utf-8"), re.MULTILINE)
)


def sources(folder) -> set[str]:
    """The sources that an audit cites, each by itself."""
    text = audit_sources(audit_study(read_study(folder)))
    return set(re.findall(r"\{cite:p\}`(\w+)`", text.markdown)) if text else set()


def test_each_method_that_was_used_has_its_source(tmp_path):
    found = sources(write_abstract(tmp_path / "least"))
    assert "Clopper1934" in found and found <= KEYS
    assert not found & {SOURCES["grim"], SOURCES["grimmer"]}  # no mean was printed


def test_means_in_whole_units_have_theirs(tmp_path):
    quoted = 'quote: ["a mean of 3.5 (SD 1.2) of 20"], n: 20, mean: "3.5", sd: "1.2", step: "1"'
    claim = f"{{id: A1, kind: mean_sd_range, {quoted}}}"
    folder = write_files(
        tmp_path / "mean", LEAST, f"claims:\n  - {claim}\n", "Pain had a mean of 3.5 (SD 1.2) of 20."
    )
    assert sources(folder) == {SOURCES["grim"], SOURCES["grimmer"]} <= KEYS


def test_t_tests_and_intervals_have_theirs(tmp_path):
    found = sources(write_every_kind(tmp_path / "every"))
    assert {"Student1908", "Altman2011", "Welch1947", "Hedges1981"} <= found <= KEYS


def test_words_alone_need_no_method(tmp_path):
    claim = '{id: A1, kind: no_number, quote: ["Pain was less"]}'
    folder = write_files(tmp_path / "words", LEAST, f"claims:\n  - {claim}\n", "Pain was less.")
    assert sources(folder) == set()
