"""An abstract alone as a whole report: built in every format as a user does, read, compared and released."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from places import ROOT
from report_texts import DOCUMENTS, articles, pdf_text, rows, text_of, texts
from reports import twoarm

from twoarm.publish.gate.check import check_disclosure
from twoarm.study.opened import read_study
from twoarm.tables.every import WITHOUT_PATIENTS

STUDIES = ["abstract", "abstract-in-context"]
OF_NOBODY = r"simulat|\bcohort|\b0 patients|n = 0|\breal patients|Disclosure policy"
FRONT = "notebooks/00_findings.html"
PURPOSE = "[Purpose] To compare a splint with a cast after a fracture of the wrist."
RESULTS = "Stiffness was seen in 2/20 (10%) of the splint group and in 9/20 (45%) of the cast group (P<0.05)."


@pytest.fixture
def run(request: pytest.FixtureRequest, report) -> Path:
    return report(request.param).folder


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_nothing_is_said_of_patients_whom_it_does_not_have(run):
    found = {
        name: re.findall(OF_NOBODY, text) for name, text in texts(run).items() if name != "book/glossary.html"
    }
    glossary = text_of(articles(run)["book/glossary.html"]) if "book/glossary.html" in articles(run) else ""
    explained = len(re.findall(OF_NOBODY, glossary))
    assert {name: hits for name, hits in found.items() if len(hits) > explained * (name in DOCUMENTS)} == {}


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_the_foot_and_the_head_of_a_page_count_nobody_and_carry_no_banner(run):
    page = BeautifulSoup((run / "html" / "index.html").read_text("utf-8"), "html.parser")
    foot = text_of(page.find(class_="twoarm-run"))
    assert re.search(r"Run [\w-]+ · data [0-9a-f]{12} · twoarm", foot) and "n =" not in foot
    assert "Claims (CSV)" in foot and page.find(class_="twoarm-banner") is None


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_the_chapters_are_those_of_published_words(run):
    shown = {name.partition("_")[2] for name in articles(run) if name.startswith("notebooks/")}
    context = {"context.html"} if "data/evidence.csv" in read_manifest(run)["inputs"] else set()
    assert shown == {"findings.html", "published_claims.html", "every_claim.html"} | context


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_no_heading_stands_alone(run):
    for name, article in articles(run).items():
        for heading in article.find_all(["h1", "h2", "h3"]):
            content = [text_of(node) for node in heading.find_next_siblings() if node.name != "h2"]
            assert any(content) or heading.parent.find("img"), (name, text_of(heading))
    assert "The analysis of the cohort" not in pdf_text(run / "supplement.pdf")


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_links_lead_somewhere_and_sources_are_listed(run):
    for name, article in articles(run).items():
        page = run / "html" / name
        for link in article.select("a[href]"):
            target, _, part = link["href"].partition("#")
            if "://" not in target:
                found = (page.parent / target).resolve() if target else page
                assert found.is_file(), (name, link["href"])
                assert not part or f'id="{part}"' in found.read_text("utf-8"), (name, link["href"])
    assert "Campbell" in text_of(articles(run)["book/references.html"])


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_every_format_quotes_the_abstract_in_paragraphs(run):
    for name in (FRONT, *DOCUMENTS):
        said = texts(run)[name]
        assert PURPOSE in said and RESULTS in said, name
    quoted = articles(run)[FRONT].select_one(".twoarm-marked")
    assert len(quoted.find_all("p", recursive=False)) == 4


def test_the_source_of_the_abstract_is_said_or_said_to_be_unknown(report):
    unknown, known = (
        "Its authors, journal and year are not known",
        "Doe J, Roe R. Journal of Nothing, 2021.",
    )
    for name in ("notebooks/05_published_claims.html", *DOCUMENTS):
        assert unknown in texts(report("abstract").folder)[name], name
        assert known in texts(report("abstract-in-context").folder)[name], name
        assert unknown not in texts(report("abstract-in-context").folder)[name], name


def test_the_front_page_is_of_the_claims(report):
    said = text_of(articles(report("abstract-in-context").folder)["notebooks/00_findings.html"])
    assert said.startswith("Does a splint leave less stiffness than a cast?")
    assert "No patient’s data are in this report." in said and "The abstract, marked up" in said
    assert "Worked example" not in said and "The patients compared" not in said


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_the_record_and_the_tables_have_no_patient(run):
    manifest = read_manifest(run)
    told = {
        name: manifest[name] for name in ("data_kind", "private", "notice", "patients", "variables", "visits")
    }
    assert told == {
        "data_kind": "published",
        "private": False,
        "notice": "",
        "patients": 0,
        "variables": {},
        "visits": {},
    }
    written = sorted(path.name for path in run.glob("*.csv"))
    assert written == sorted(table.file for table in WITHOUT_PATIENTS)
    assert rows(run, "claims.csv") and rows(run, "results.csv") == []
    assert all(figure["alt"].startswith("Published numbers.") for figure in manifest["figures"].values())


@pytest.mark.parametrize("name", STUDIES)
def test_the_gate_has_nobody_to_look_for(report, name):
    made = report(name)
    check_disclosure(made.folder, read_study(made.study), ROOT / "book" / "references.bib")


def test_two_of_them_are_compared(report):
    made = report("abstract")
    done = twoarm(made.book, "diff", "default", "in-context", "--to", str(made.study.parent / "diff"))
    assert done.returncode == 1, done.stderr
    page = (made.study.parent / "diff" / "index.html").read_text("utf-8")
    assert "data/claims.yml" in page and "Patients" not in page


def test_it_is_released_with_a_sheet_that_tells_of_nobody(report, tmp_path):
    made = report("abstract")
    done = twoarm(made.book, "release", "default", "--to", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    sheet = (tmp_path / "out" / "release.html").read_text("utf-8")
    assert "no patient’s data are in it" in sheet
    assert not re.search(r"0 patients|Profile open|simulated", sheet)


def test_a_table_beside_it_ends_the_build_with_the_code_of_input(report, tmp_path):
    made = report("abstract")
    study = shutil.copytree(made.study, tmp_path / "study")
    shutil.copyfile(ROOT / "tests" / "bad" / "sound" / "patients.csv", study / "patients.csv")
    done = twoarm(made.book, "build", str(study), "--run", "refused", "--output", str(tmp_path / "out"))
    assert (
        done.returncode == 3 and "patients.csv: a study of data_kind published has no patients" in done.stderr
    )
    assert not (tmp_path / "out" / "_build" / "runs").exists()


def read_manifest(run: Path) -> dict:
    return json.loads((run / "manifest.json").read_text("utf-8"))


def test_the_chapter_of_claims_cites_a_source_whatever_they_are():
    """The page of references is of every report: without a citation it would be empty."""
    cells = json.loads((ROOT / "notebooks" / "05_published_claims.ipynb").read_text("utf-8"))["cells"]
    assert any("{cite:p}" in "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def test_a_text_is_drafted_confirmed_and_built_by_one_command(tmp_path):
    """What a journal prints, with its faults: the percentage of one count, and a P of no test of two counts."""
    text = tmp_path / "splint.txt"
    text.write_text(
        "Splint or cast for a fracture of the wrist\n\n"
        "Methods: Forty patients received a splint (n = 20) or a cast (n = 20).\n"
        "Results: Stiffness was seen in 2 (10%) of the splint group and 9 (45%) of the cast group (P = 0.013). Pain "
        "returned in 4 (25%) of the splint group and 5 (25%) of the cast group (P = 0.003).\n"
        "Conclusion: A splint markedly reduces stiffness.\n",
        "utf-8",
    )
    done = twoarm(ROOT, "audit", str(text), "--confirm", "--formats", "html", "--output", str(tmp_path))
    assert done.returncode == 0, done.stderr
    run = tmp_path / "_build" / "runs" / "splint-study"
    verdicts = {(row["id"], row["verdict"]) for row in rows(run, "claims.csv")}
    assert sorted(verdict for _, verdict in verdicts).count("inconsistent") == 2
    assert {row["rule"] for row in rows(run, "remarks.csv")} == {"cause_without_chance"}
    assert "2 claims" in text_of(articles(run)["notebooks/00_findings.html"])
