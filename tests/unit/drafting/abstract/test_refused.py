"""Texts that are no abstract of two arms are refused with what they are."""

from __future__ import annotations

import pytest
from abstracts import METHODS, drafted, with_results

from twoarm.drafting.abstract.source import MOST_WORDS, read_source
from twoarm.errors import InputError

PAIR = (
    "Leakage occurred in 4/30 (13.3%) in the stent group and 10/32 (31.3%) in the balloon group (P = 0.13)."
)
NONE = {
    "A systematic review and meta-analysis": (with_results(PAIR), "a review of studies"),
    "A case report": (with_results(PAIR), "a report of single patients"),
    "": (
        "We report a case of a 54-year-old man with pain. He was treated for 3 weeks.",
        "a report of single patients",
    ),
    "Three ways": (
        with_results(
            PAIR,
            "Methods: Patients were randomised to a stent (n = 30), a balloon (n = 32) or a brace (n = 31).",
        ),
        "more than two arms are named: stent, balloon, brace",
    ),
    "One way": (
        "Methods: Forty-two patients had a stent. Results: Pain fell by 3 points (P<0.05).",
        "one group is told of: Forty-two patients",
    ),
    "Screws": (
        "Methods: Ten screws went into foam blocks without and ten with cement. Results: 412±57 N v 968±121 N.",
        "an experiment without patients",
    ),
    "A plan": (
        with_results("Pain will be compared; 100 patients will be recruited."),
        "a protocol, without results",
    ),
    "Words": (with_results("The stent was better."), "no result with a number is told"),
    "Letters": (
        with_results(
            PAIR, "Methods: Ninety patients were divided into group A, group B and group C, 30 in each."
        ),
        "more than two arms are named",
    ),
    "Follow-up": (
        "Methods: Sixty patients had a stent. Follow-up was 12 months in 55 patients and 24 months in 40 patients."
        " Results: Pain fell to 3.1±1.0.",
        "one group is told of: Sixty patients",
    ),
    "Accuracy": (
        "Methods: 100 patients had ultrasound, 60 had appendicitis and 40 had not. Results: It was right in 90% (54/60).",
        "one group is told of: 100 patients",
    ),
    "An opinion": (
        "Robots reach patients before trials do. We believe in registers.",
        "no two arms with their sizes were found",
    ),
}


@pytest.mark.parametrize(("title", "text", "reason"), [(title, *given) for title, given in NONE.items()])
def test_what_is_no_comparison_of_two_arms(title, text, reason):
    with pytest.raises(InputError, match="No audit can be drafted of abstract.txt") as refused:
        drafted(text, title)
    assert reason in str(refused.value)


FILES = {
    "empty": (b" \n\n", "empty"),
    "long": (b"word " * (MOST_WORDS + 1), "more than an abstract has"),
    "pdf": (b"%PDF-1.4 ...", "a PDF, not plain text"),
    "word": (b"PK\x03\x04 ...", "a Word file or an archive"),
    "binary": (b"abc\0def", "not plain text"),
}


@pytest.mark.parametrize(("content", "rule"), FILES.values(), ids=FILES)
def test_what_is_no_text_of_an_abstract(content, rule, tmp_path):
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(InputError, match=rule):
        read_source(str(tmp_path / "a.txt"))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_source(str(tmp_path / "a.txt"))


TEXT = "Stent or balloon\n\nAim: To compare p’s. " + METHODS + " Results: Pain was 2·1 ± 1·0."
MARKED = (
    "# Stent or balloon\n\n**Aim:** To compare *p*’s. "
    + METHODS
    + " <b>Results</b>: Pain was 2·1 &plusmn; 1·0."
)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        b"\xef\xbb\xbf" + TEXT.encode(),
        MARKED.encode(),
    ],
)
def test_a_text_is_read_in_what_it_is_written_in_and_without_its_markup(content, tmp_path):
    (tmp_path / "a.md").write_bytes(content)
    source = read_source(str(tmp_path / "a.md"))
    assert (source.title, source.text) == ("Stent or balloon", TEXT.partition("\n\n")[2])


def test_a_first_line_that_begins_the_abstract_is_no_title(tmp_path):
    (tmp_path / "a.txt").write_text("OBJECTIVE To compare\nMETHODS Sixty patients", "utf-8")
    assert read_source(str(tmp_path / "a.txt")).title == ""
