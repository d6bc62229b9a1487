"""The website as a reader gets it: real Sphinx builds of a small stage, strict."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell
from places import ROOT
from small_website import (
    FIGURE,
    PAGES,
    PAYLOAD,
    RUN,
    TABLE,
    _said,
    code,
    make_stage,
    shown,
    write_notebook,
)

from twoarm.errors import AnalysisError
from twoarm.publish.website.finding.index import INDEX
from twoarm.publish.website.head.content_policy import POLICY, write_policy
from twoarm.publish.website.site import build_single_page, build_site
from twoarm.publish.website.sphinx_extension import banner_text


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Path]:
    """The website and the single page of one stage."""
    base = tmp_path_factory.mktemp("built")
    stage = make_stage(base / "stage")
    build_site(stage, base / "html")
    build_single_page(stage, base / "single")
    return base / "html", base / "single"


@pytest.fixture(scope="module")
def pages(built) -> dict[str, BeautifulSoup]:
    """Each page of the website."""
    folder = built[0] / "notebooks"
    return {name: BeautifulSoup((folder / f"{name}.html").read_text(), "html.parser") for name in PAGES}


def _captions(page: BeautifulSoup) -> list[str]:
    return [node.get_text() for node in page.select(".caption-number")]


def test_figures_and_tables_are_numbered_over_pages_and_referred_to_across_them(pages):
    assert [_captions(page) for page in pages.values()] == [
        ["Figure S1 "],
        ["Table S1 "],
        ["Table S2 ", "Figure S2 "],
    ]
    panel = pages["00_findings"].select_one(".tag_findings .cell_output")
    links = {link.get_text(): link["href"] for link in panel.select("a.reference")}
    assert links == {"Table S2": "02_perioperative.html#tab-perioperative", "Figure S1": "#fig-cobb"}
    assert pages["02_perioperative"].find(id="tab-perioperative").name == "table"


def test_single_page_has_the_same_numbers_and_refers_only_to_itself(built):
    page = BeautifulSoup((built[1] / "index.html").read_text(), "html.parser")
    assert _captions(page) == ["Figure S1 ", "Table S1 ", "Table S2 ", "Figure S2 "]
    article = page.find("article")
    targets = [link["href"] for link in article.select("a[href]")]
    assert all(target.startswith("#") and page.find(id=target[1:]) for target in targets)
    assert all((built[1] / image["src"]).is_file() for image in article.find_all("img"))
    assert r"\(\frac{a}{b}\)" in article.get_text()


@pytest.mark.parametrize("path", ["notebooks/01_methods.html", "notebooks/02_perioperative.html"])
def test_hostile_text_is_shown_as_it_is(built, path):
    article = BeautifulSoup((built[0] / path).read_text(), "html.parser").find("article")
    shown = [node for node in article.find_all(["caption", "figcaption"]) if PAYLOAD in node.get_text()]
    assert len(shown) == 1
    assert not article.find_all("script") and not article.find_all(href=re.compile("example"))


def test_figure_has_its_alternative_text_and_a_clean_picture(built, pages):
    picture = pages["00_findings"].select_one("figure#fig-cobb .twoarm-picture")
    assert (picture["role"], picture["aria-label"]) == ("img", FIGURE["alt"])
    assert pages["02_perioperative"].select_one("figure .twoarm-picture")["aria-label"] == PAYLOAD
    image = picture.select_one("img")
    assert image["alt"] == "" and int(image["width"]) > 0
    drawn = (built[0] / "notebooks" / image["src"]).read_text()
    assert "Cobb angle" in drawn and "metadata" not in drawn


def test_table_tells_what_each_cell_heads(pages):
    box = pages["02_perioperative"].select_one(".twoarm-table")
    assert [cell["scope"] for cell in box.select("thead th")] == ["col"] * 5
    assert [row.th["scope"] for row in box.select("tbody tr")] == ["row"] * 6
    assert box.select_one("tr.group th")["colspan"] == "5"
    assert box.find("td", class_="text-right").get_text() == "46.8 (8.2)"
    assert box.thead.find("br") and box.select_one(".table-notes").get_text().strip() == TABLE["notes"][0]


def test_no_page_asks_for_anything_outside(built):
    for path in built[0].rglob("*.html"):
        page = BeautifulSoup(path.read_text(), "html.parser")
        asked = [
            tag.get("src") or tag.get("href") or ""
            for tag in page.find_all(["script", "link", "img", "iframe"])
        ]
        assert not [target for target in asked if re.match(r"(https?:)?//", target)], path
        assert "mathjax" not in " ".join(asked).lower()
    assert page and "<math" in (built[0] / "notebooks" / "01_methods.html").read_text()


def test_every_page_has_the_policy_first_and_no_script_and_no_style_of_its_own(built):
    for path in built[0].rglob("*.html"):
        page = BeautifulSoup(path.read_text(), "html.parser")
        first = page.head.find(True)
        assert first["http-equiv"] == "Content-Security-Policy" and first["content"] == POLICY
        assert not page.find_all("script", src=False) and len(page.find_all("script", src=True)) > 5
        assert not page.find_all(
            lambda tag: any(name.startswith("on") or name == "style" for name in tag.attrs)
        )
        assert not page.find_all("style")
        assert not page.find_all(["form", "iframe", "object", "embed", "base"])


def test_the_policy_trusts_files_of_the_site_alone_and_lets_nothing_out():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["script-src"] == rules["style-src"] == "'self'"
    closed = ("default-src", "connect-src", "form-action", "base-uri")
    assert [rules[name] for name in closed] == ["'none'"] * 4
    assert not re.search(r"https?:|\*|unsafe", POLICY)


def test_a_script_that_got_into_every_page_is_not_trusted(tmp_path):
    """The search page too, and one that the theme might have written."""
    for name in ("search.html", "page.html"):
        (tmp_path / name).write_text("<html><head><title>x</title><script>alert(1)</script></head></html>")
    write_policy(tmp_path)
    for name in ("search.html", "page.html"):
        page = BeautifulSoup((tmp_path / name).read_text(), "html.parser")
        assert page.meta["content"] == POLICY and "sha256" not in page.meta["content"]


def test_every_page_names_the_simulated_cohort_and_the_run(built):
    for path in [*(built[0] / "notebooks").glob("*.html"), built[0] / "search.html"]:
        page = BeautifulSoup(path.read_text(), "html.parser")
        banner = page.select_one(".twoarm-banner").get_text(" ", strip=True)
        assert banner.startswith(
            "Simulated cohort: shows how the report works; says nothing about VBS or PKP."
        )
        footer = page.select_one(".twoarm-run")
        assert [bold.get_text() for bold in footer.find_all("strong")] == ["alpha = 0.01"]
        assert not footer.find_parent("main")
        assert "n = 62" in footer.get_text() and footer.code.get_text() == "9f3e07b2c1d4"
        (link,) = footer.find_all("a")
        assert (path.parent / link["href"]).resolve() == (built[0].parent / "supplement.pdf").resolve()
        assert page.title.get_text().strip().endswith("Stent or balloon & <more>")
        assert page.select_one(".logo__title").get_text() == "Stent or balloon & <more>"


def test_what_a_page_shows_is_what_a_listener_hears(pages):
    page = pages["00_findings"]
    for name in page.select("button[aria-label], summary[aria-label]"):
        assert name.get_text(strip=True) in name["aria-label"]
    code = page.select("template.twoarm-code")
    assert [piece["data-label"] for piece in code] == ["Code of cell 1", "Code of cell 2"]
    assert page.select_one("aside.twoarm-banner")["aria-label"] and page.select_one("nav .logo__title")


def test_code_waits_where_it_is_no_text_of_its_page_and_only_what_prints_has_a_label(pages, tmp_path):
    page = pages["00_findings"]
    assert ">show<" in page.find("template", "twoarm-code").find("pre").decode_contents()
    assert "show()" not in page.get_text() and "Code" not in page.article.get_text()
    assert not page.select("details") and page.select_one(".twoarm-code-switch")["aria-pressed"] == "false"
    stage = make_stage(tmp_path / "stage")
    write_notebook(stage, "01_methods", code(), code(_said("Said."), tags=("hide-input",)))
    build_site(stage, tmp_path / "html")
    page = BeautifulSoup((tmp_path / "html" / "notebooks" / "01_methods.html").read_text(), "html.parser")
    labels = [len(piece.find_all("p")) for piece in page.find_all("template", "twoarm-code")]
    assert labels == [0, 1]


def test_a_page_says_beside_its_article_little_and_outside_its_main_part(pages):
    for page in pages.values():
        main = page.select_one("main")
        assert main.select_one("article") and not main.select("nav, footer, button, dialog")
        beside = [part.get_text(" ") for part in page.select(".twoarm-turn, .twoarm-run")]
        assert 0 < len(" ".join(beside).replace("·", " ").split()) <= 45


def test_a_page_tells_those_who_show_it_elsewhere_what_it_says(pages, built):
    def told(page: BeautifulSoup, key: str) -> dict[str, str]:
        return {tag[key]: tag["content"] for tag in page.head.find_all("meta") if tag.get(key)}

    page = pages["00_findings"]
    first = "Leakage was not shown to be equal: see Table S2."
    graph, named = told(page, "property"), told(page, "name")
    assert (graph["og:title"], graph["og:description"]) == ("Stent or balloon?", named["description"])
    assert named["description"] == first  # the front page of an audit says what is real
    assert named["citation_title"] == graph["og:site_name"] == "Stent or balloon & <more>"
    assert named["citation_pdf_url"] == "../../supplement.pdf" and "citation_author" not in named
    assert graph["og:image"] == "../../figures/fig-cobb.png" and graph["og:image:alt"] == FIGURE["alt"]
    schema = {tag["id"]: tag["itemprop"] for tag in page.head.find_all("meta", itemprop=True)}
    assert page.body["itemtype"] == "https://schema.org/Report"
    assert page.body["itemref"].split() == list(schema) and "headline" in schema.values()
    away = told(pages["01_methods"], "property")["og:description"]
    assert away.startswith("Simulated cohort: shows how the report works")
    assert all(graph.values())


def test_every_heading_figure_and_table_has_a_link_to_itself(pages):
    for page in pages.values():
        for part in page.select("article :is(h1, h2, h3, caption, figcaption)"):
            (link,) = part.select("a.headerlink")
            assert page.find(id=link["href"][1:]), part


def test_a_box_that_scrolls_is_reached_by_key_and_has_a_name(pages):
    boxes = [page.select_one(".pst-scrollable-table-container") for page in pages.values()]
    assert boxes[0] is None
    assert [(box["role"], box["tabindex"], box["aria-label"]) for box in boxes[1:]] == [
        ("region", "0", "Table S1"),
        ("region", "0", "Table S2"),
    ]


def test_rows_below_a_group_are_set_in_and_the_first_column_knows_its_words(pages):
    box = pages["02_perioperative"].select_one(".twoarm-table")
    stubs = box.select("tbody tr:not(.group) th")
    assert [("indent-1" in stub["class"], stub.get_text()) for stub in stubs[:2]] == [
        (True, "Operation time, min"),
        (False, "Cement volume, mL"),
    ]
    longest = max(len(row[0]) for row in TABLE["rows"] if len(row) > 1)
    known = re.findall(r"\.stub-(\d+) \{", (ROOT / "book" / "_static" / "tables.css").read_text())
    least = next(step for step in known if int(step) >= longest)
    assert f"stub-{least}" in box.select_one("thead th")["class"]


def test_a_real_study_finds_no_mark_in_the_style_sheet_either():
    assert "imulated" not in (ROOT / "book" / "_static" / "twoarm.css").read_text()


def test_the_front_page_is_the_page_of_the_site_s_address_and_of_its_earlier_one(built):
    first, again = ((built[0] / name).read_text() for name in ("index.html", "notebooks/00_findings.html"))
    pages = [BeautifulSoup(text, "html.parser") for text in (first, again)]
    assert pages[0].article.get_text() == pages[1].article.get_text() and "Stent or balloon?" in first
    assert pages[1].find("link", rel="canonical")["href"] == "../index.html"
    assert not pages[0].find("link", rel="canonical")
    assert pages[0].find("html")["data-content_root"] == "./"
    assert pages[1].find("html")["data-content_root"] == "../"


def test_no_page_goes_to_another_one_by_itself_and_every_link_leads_somewhere(built):
    for path in built[0].rglob("*.html"):
        page = BeautifulSoup(path.read_text(), "html.parser")
        assert not page.find_all("meta", {"http-equiv": re.compile("refresh", re.I)})
        for tag in page.find_all(["a", "link", "script", "img"]):
            target = urlsplit(tag.get("href") or tag.get("src") or "")
            assert not target.scheme and not target.netloc
            to = (path.parent / unquote(target.path)).resolve() if target.path else path
            assert to.is_file() or to.name == "supplement.pdf" or to.parent.name == "figures", tag
            if target.fragment and to.suffix == ".html":
                assert BeautifulSoup(to.read_text(), "html.parser").find(id=unquote(target.fragment)), tag


def test_the_pages_lead_to_the_front_page_by_its_first_name(built, pages):
    assert pages["01_methods"].select_one("a.logo")["href"] == "../index.html"
    assert pages["01_methods"].find("link", rel="prev")["href"] == "../index.html"


def test_the_search_knows_each_place_by_what_it_says(built):
    text = (built[0] / INDEX).read_text("utf-8")
    index = json.loads(text.removeprefix("window.twoarmPlaces = ").removesuffix(";\n"))
    assert {page: told["title"] for page, told in index.items()} == {
        "index.html": "Stent or balloon?",
        "notebooks/01_methods.html": PAGES["01_methods"],
        "notebooks/02_perioperative.html": "Perioperative outcomes",
    }
    said = {
        text: (anchor, where) for anchor, where, text in index["notebooks/02_perioperative.html"]["places"]
    }
    row = "Cement leakage, n/N (%) · VBS 4/30 (13%) · PKP 10/32 (31%) · Difference (95% CI) −18 (−38 to 3) points · P 0.09"
    caption = "Table S2 Perioperative outcomes by arm"
    assert said[row][1] == f"{caption} › Operation"
    assert said[caption] == ("tab-perioperative", "Perioperative outcomes")
    assert f"Table S1 {PAYLOAD}" in [text for _, _, text in index["notebooks/01_methods.html"]["places"]]


def test_every_place_that_the_search_knows_is_there_and_says_it(built):
    index = json.loads((built[0] / INDEX).read_text("utf-8").removeprefix("window.twoarmPlaces = ")[:-2])
    for name, told in index.items():
        page = BeautifulSoup((built[0] / name).read_text("utf-8"), "html.parser")
        for anchor, _, text in told["places"]:
            words = "".join(page.find(id=anchor).get_text().split())
            first = "".join(
                text.partition(" · ")[0].split()
            )  # of a row its name: heads stand above its values
            assert first in words or "\\frac" in first, (name, anchor)


def test_no_page_has_the_search_of_sphinx(built):
    assert not [
        path.name for path in built[0].rglob("*") if path.name in ("searchindex.js", "searchtools.js")
    ]
    assert not [path for path in built[0].rglob("*.html") if "searchtools" in path.read_text("utf-8")]


def test_a_title_in_the_contents_is_text(tmp_path):
    """The theme takes the title of the front page for HTML."""
    stage = make_stage(tmp_path / "stage")
    front = stage / "notebooks" / "00_findings.ipynb"
    title = "<script>alert(1)</script>"
    written = r"# \\<script>alert(1)\\</script>"  # escaped, in JSON
    front.write_text(front.read_text("utf-8").replace("# Stent or balloon?", written), "utf-8")
    build_site(stage, tmp_path / "html")
    for path in (tmp_path / "html").rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert title in page.select_one("nav.bd-links").get_text() or path.name == "search.html"
        assert not [script for script in page.find_all("script") if not script.get("src")]


def test_the_files_of_a_figure_and_of_a_table_are_beside_them(tmp_path):
    stage = make_stage(tmp_path / "stage", run=RUN | {"tables": ["results.csv"]})
    folded = {**TABLE, "label": "tab-folded", "folded": True, "data": ["results"]}
    open_ = {**TABLE, "data": ["results", "curves"]}
    write_notebook(stage, "02_perioperative", code(shown(open_)), code(shown(folded)), code(shown(FIGURE)))
    write_notebook(stage, "00_findings", new_markdown_cell("And nothing else."))
    build_site(stage, tmp_path / "html")
    page = BeautifulSoup(
        (tmp_path / "html" / "notebooks" / "02_perioperative.html").read_text(), "html.parser"
    )
    links = {
        where: page.select_one(f"{where} a.twoarm-file") for where in ("caption", "details div", "figcaption")
    }
    assert {where: (link.get_text(), link["href"]) for where, link in links.items()} == {
        "caption": ("results.csv", "../../results.csv"),
        "details div": ("results.csv", "../../results.csv"),
        "figcaption": ("SVG", "../../figures/fig-cobb.svg"),
    }
    assert len(page.select("a.twoarm-file")) == 3  # none to curves.csv, which this run does not have
    assert not page.select("summary a")
    single = build_single_page(stage, tmp_path / "single")
    assert "twoarm-file" not in single.read_text("utf-8")


def test_pages_that_no_run_has_made_lead_to_no_file(tmp_path):
    build_site(make_stage(tmp_path / "stage", run=None), tmp_path / "html")
    assert "twoarm-file" not in (tmp_path / "html" / "index.html").read_text("utf-8")


GLOSSARY = """# Glossary

::::{glossary}
arm
  One of the two groups of patients.

standard deviation (SD)
  How far single patients lie from the mean.
::::
"""


def test_the_first_use_of_a_term_leads_into_the_glossary_and_says_what_it_means(tmp_path):
    stage = make_stage(tmp_path / "stage")
    (stage / "book" / "glossary.md").write_text(GLOSSARY, "utf-8")
    toc = stage / "_toc.yml"
    toc.write_text(toc.read_text("utf-8") + "- file: book/glossary\n", "utf-8")
    said = "Of both **arms**, each arm has an SD; charm is none, nor is `arm`.\n\nAnother arm, an SD.\n\n## An arm"
    write_notebook(stage, "01_methods", new_markdown_cell(said))
    build_site(stage, tmp_path / "html")
    page = BeautifulSoup((tmp_path / "html" / "notebooks" / "01_methods.html").read_text(), "html.parser")
    found = [(a.get_text(), a["href"], a["data-says"]) for a in page.select("a.term")]
    assert found == [
        ("arm", "../book/glossary.html#term-arm", "One of the two groups of patients."),
        (
            "SD",
            "../book/glossary.html#term-standard-deviation-SD",
            "How far single patients lie from the mean.",
        ),
    ]
    assert page.select_one("a.term").parent.get_text().startswith("Of both arms, each arm has an SD;")
    assert 'class="term"' not in (tmp_path / "html" / "book" / "glossary.html").read_text("utf-8")
    assert 'class="term"' not in build_single_page(stage, tmp_path / "single").read_text("utf-8")


def test_only_what_a_website_needs_is_published(built):
    files = [path for path in built[0].rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".html", ".css", ".js", ".svg", ".png", ".woff2"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in built[0].rglob("*") if path.is_dir()} == {0o755}
    assert not [path for path in files if {"_sources", "jupyter_execute", "reports"} & set(path.parts)]


def test_real_cohort_without_a_run_has_neither_banner_nor_footer(tmp_path):
    build_site(make_stage(tmp_path / "stage", kind="real", run=None), tmp_path / "html")
    text = (tmp_path / "html" / "notebooks" / "00_findings.html").read_text()
    assert "twoarm-banner" not in text and "imulated" not in text
    assert "bd-footer" not in text and "twoarm-table" not in text


def test_banner_says_what_the_run_found_and_promises_no_audit_that_is_not_there():
    study = {
        "data_kind": "simulated",
        "arms": {"treated": {"level": "1", "label": "A"}, "control": {"level": "2", "label": "Bee"}},
    }
    plain = "Simulated cohort: shows how the report works; says nothing about A or Bee."
    assert banner_text(study, has_claims=False) == plain
    assert banner_text(study, has_claims=True) == plain + " The audit of published claims is real."
    assert banner_text(study, has_claims=False, notice="Edited since.") == "Edited since."
    assert banner_text({**study, "data_kind": "real"}, has_claims=True, notice="Edited since.") == ""


def _digest(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_stage_elsewhere_gives_the_same_bytes(built, tmp_path):
    stage = make_stage(tmp_path / "a folder elsewhere")
    build_site(stage, tmp_path / "html")
    build_single_page(stage, tmp_path / "single")
    assert _digest(tmp_path / "html") == _digest(built[0])
    assert _digest(tmp_path / "single") == _digest(built[1])


def test_every_warning_is_listed_and_nothing_is_written(tmp_path):
    stage = make_stage(tmp_path / "stage")
    write_notebook(
        stage, "01_methods", code(_said("See {numref}`tab-nowhere`.")), code(_said("{nosuchrole}`x`"))
    )
    unknown = r"$\nosuchcommand$"
    write_notebook(stage, "02_perioperative", new_markdown_cell(unknown), code(shown(TABLE)))
    with pytest.raises(AnalysisError) as error:
        build_site(stage, tmp_path / "html")
    rules = [problem.rule for problem in error.value.problems]
    assert any("tab-nowhere" in rule for rule in rules) and any("nosuchrole" in rule for rule in rules)
    assert any("formula" in rule for rule in rules)
    assert all(str(tmp_path) not in rule for rule in rules)
    assert rules[0].startswith("notebooks/01_methods.ipynb")
    assert not (tmp_path / "html").exists()


def test_page_missing_from_the_stage_is_an_error(tmp_path):
    stage = make_stage(tmp_path / "stage")
    (stage / "notebooks" / "01_methods.ipynb").unlink()
    with pytest.raises(AnalysisError, match="01_methods"):
        build_site(stage, tmp_path / "html")


def test_study_that_cannot_be_read_is_an_error(tmp_path):
    stage = make_stage(tmp_path / "stage")
    (stage / "data" / "study.yml").write_text("title: a\ntitle: b\n")
    with pytest.raises(AnalysisError, match=r"data/study\.yml"):
        build_site(stage, tmp_path / "html")


def test_stock_command_writes_the_same_page(built, tmp_path):
    stage = make_stage(tmp_path / "stage")
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", stage, "--path-output", tmp_path / "stock"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "stock" / "_build" / "html" / "notebooks" / "00_findings.html").read_text()
    assert page == (built[0] / "notebooks" / "00_findings.html").read_text()


def test_a_permalink_is_told_in_one_word(shipped_run):
    pages = [page.read_text("utf-8") for page in (shipped_run / "html").rglob("*.html")]
    links = [link for page in pages for link in re.findall(r'<a class="headerlink"[^>]*>', page)]
    assert links and all(
        re.fullmatch(r'<a class="headerlink" href="#[^"]+" aria-label="Permalink">', link) for link in links
    )
    assert not any("Link to this" in page for page in pages)
