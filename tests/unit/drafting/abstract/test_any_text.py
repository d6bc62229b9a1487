"""Whatever the text: a draft or a refusal, never anything else; and a draft that its study accepts."""

from __future__ import annotations

import contextlib

import pytest
from abstracts import drafted, read_back, with_results
from hypothesis import given, settings
from hypothesis import strategies as st

from twoarm.drafting.abstract.source import Source
from twoarm.errors import InputError

PIECES = st.sampled_from(
    [
        *(
            "P<0.05",
            "p = 0·03",
            "P=1.2",
            "P, ",
            "±",
            "5.3 ± 2.1",
            "5.3 (2.1)",
            "(IQR 5-9)",
            "95% CI 0.3 to 0.9",
            "OR 0.5",
            "HR ",
            "NS",
            "; ",
        ),
        *(
            "4/30",
            "10/32 (31.3%)",
            "4 (13.3%)",
            "13.3%",
            "five of forty-six",
            "one hundred and two",
            "1,204",
            "1\u2009204",
            "−",
            "–",
            "(",
            ")",
            "[",
            "]",
        ),
        *(
            "in the stent group",
            "in the balloon group",
            "versus",
            "and",
            "respectively",
            "from",
            "to",
            "both groups",
            "all patients",
            "no patient died",
        ),
        *(
            ". ",
            ", ",
            "Results: ",
            "Conclusion: ",
            "\n\n",
            "\n",
            "n = 30",
            "group A",
            "each",
            "compared with baseline",
            "was lower",
            "mean (SD)",
            "median",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_text_is_drafted_or_refused(text):
    try:
        drafted(text)
    except InputError as refused:
        assert refused.exit_code == 3 and refused.problems


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_is_drafted_is_read_by_its_study_and_drafted_again_alike(tmp_path_factory, results):
    text = "".join(c for c in with_results(results) if c == "\n" or c.isprintable() or c in "\u2009")
    try:
        draft = drafted(text)
    except InputError:
        return
    read = read_back(draft, tmp_path_factory.mktemp("draft"))
    assert [claim.id for claim in read.claims] == [claim.id for claim in draft.claims]
    again = drafted(Source("again", "", draft.source.text).text)
    assert [claim.as_entry() for claim in again.claims] == [claim.as_entry() for claim in draft.claims]


LONG = {
    "odds": "odds ratio of the many words " * 150,
    "counts": "4 of 30 patients and " * 200,
    "brackets": "(4 (5 [6 " * 200,
    "names": "word another " * 400 + "(n=3)",
    "hyphens": "a-" * 3000,
    "lists": "4 (5%) and " * 200 + "respectively",
}


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_a_long_text_of_one_form_is_read_or_refused(words):
    with contextlib.suppress(InputError):
        assert drafted(with_results(words)).claims
