"""``twoarm audit``: the folder that it writes, what it says, what it refuses, and how guesses are confirmed."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from abstracts import METHODS

from twoarm.cli import main
from twoarm.drafting.abstract.audit import audit_abstract
from twoarm.study.opened import read_spec, read_study

TEXT = (
    "Stent or balloon for fractures\n\n"
    f"Aim: To compare leakage. {METHODS} Registered as NCT01234567.\n"
    "Results: Leakage occurred in 4 (13.3%) in the stent group and 10 (31.3%) in the balloon group (P = 0.13). "
    "Cost was 4,300 euros.\nConclusion: Leakage was alike. doi: 10.1000/182"
)


@pytest.fixture
def abstract(tmp_path) -> Path:
    path = tmp_path / "two stents.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def folder(abstract, capsys) -> Path:
    assert main(["audit", str(abstract)]) == 0
    capsys.readouterr()
    return abstract.with_name("two-stents-study")


def test_what_it_says_of_what_it_read(abstract, capsys):
    assert main(["audit", str(abstract)]) == 0
    said = capsys.readouterr().out
    assert (
        "Stent or balloon for fractures\n  stent: 30 patients, taken for the treated arm since it is named first"
        in said
    )
    assert "6 claims: " in said or re.search(r"\d claims: ", said)
    assert (
        "not read: 1 sentence with figures that entered no claim\n    4,300 in: Cost was 4,300 euros" in said
    )
    assert re.search(r"wrote two-stents-study/, with \d guesses marked 'to confirm'", said)
    assert f"twoarm audit --confirm {abstract.with_name('two-stents-study')}" in said


def test_the_folder_is_a_study_of_an_abstract_alone_once_it_is_confirmed(folder, capsys):
    assert sorted(path.name for path in folder.iterdir()) == ["abstract.md", "claims.yml", "study.yml"]
    assert main(["check", str(folder)]) == 3
    said = capsys.readouterr().err
    assert "to confirm: arms: stent is the treated arm" in said
    assert "then: twoarm audit --confirm two-stents-study" in said
    assert main(["audit", "--confirm", "--no-build", str(folder)]) == 0
    assert re.match(r"\d guesses are confirmed. Next: twoarm check ", capsys.readouterr().out)
    study = read_study(folder)
    assert study.spec.published and "to confirm" not in (folder / "claims.yml").read_text("utf-8")
    assert [entry.figures for entry in study.unread] == [("4,300",)]
    assert main(["audit", "--confirm", "--no-build", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == "two-stents-study/ has nothing to confirm."


def test_what_the_text_says_of_itself_stands_in_the_study(folder):
    spec = read_spec(folder)
    assert (spec.title, spec.arms.treated.label, spec.arms.control.label) == (
        "Stent or balloon for fractures",
        "stent",
        "balloon",
    )
    assert (spec.abstract.doi, spec.abstract.registration) == ("10.1000/182", "NCT01234567")


def test_the_abstract_is_kept_word_for_word(folder):
    kept = (folder / "abstract.md").read_text("utf-8")
    quoted = "\n".join(line.removeprefix(">").strip() for line in kept.splitlines() if line.startswith(">"))
    assert quoted.split() == TEXT.split()


def test_every_guess_is_marked_where_it_stands_and_in_the_list(folder):
    text = (folder / "claims.yml").read_text("utf-8")
    assert text.count("# to confirm: 30 is the size of the arm stent") == 1
    assert "claims.yml, C03: 30 is the size of the arm stent" in read_spec(folder).to_confirm


def test_confirmed_at_once(abstract, capsys):
    assert (
        main(
            [
                "audit",
                str(abstract),
                "--confirm",
                "--no-build",
                "--to",
                str(abstract.with_name("out")),
                "--title",
                "Mine",
            ]
        )
        == 0
    )
    assert "wrote out/. To build it again: twoarm build" in capsys.readouterr().out
    assert read_study(abstract.with_name("out")).spec.title == "Mine"


def test_the_treated_arm_may_be_named(abstract, tmp_path):
    assert main(["audit", str(abstract), "--treated", "balloon", "--to", str(tmp_path / "out")]) == 0
    spec = read_spec(tmp_path / "out")
    assert spec.arms.treated.label == "balloon" and not any(
        "named first" in guess for guess in spec.to_confirm
    )


@pytest.mark.parametrize(("answer", "treated"), [("", "stent"), ("balloon", "balloon")])
def test_a_person_at_the_terminal_is_asked_which_arm_is_the_treated_one(abstract, tmp_path, answer, treated):
    asked = []
    audit_abstract(
        str(abstract), str(tmp_path / "out"), ask=lambda question: asked.append(question) or answer
    )
    assert asked == ["Which arm is the treated one, stent or balloon? [stent] "]
    assert read_spec(tmp_path / "out").arms.treated.label == treated


def test_a_text_may_be_piped(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["audit", "-", "--to", str(tmp_path / "out")]) == 0
    assert read_spec(tmp_path / "out").title == "Stent or balloon for fractures"


REFUSED = {
    "no such file": (["nowhere.txt"], 3, "no such file"),
    "no arm of that name": (["{abstract}", "--treated", "stents and more"], 2, "--treated: no arm is called"),
    "in use": (["{abstract}", "--to", "{used}"], 2, "holds files already"),
    "no two arms": (["{one}"], 3, "no two arms with their sizes were found"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_with_its_exit_code(abstract, tmp_path, capsys, arguments, code, words):
    (tmp_path / "one.txt").write_text("Results: Pain fell by 3 points (P<0.05).", "utf-8")
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").write_text("", "utf-8")
    places = {"abstract": abstract, "used": tmp_path / "used", "one": tmp_path / "one.txt"}
    before = sorted(path.name for path in tmp_path.iterdir())
    assert main(["audit", *(one.format(**places) for one in arguments)]) == code
    assert words in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_folder_inside_the_checkout_is_refused(abstract, capsys):
    inside = Path(__file__).parents[4] / "examples" / "somebody"
    assert main(["audit", str(abstract), "--to", str(inside)]) == 5
    assert not inside.exists()
