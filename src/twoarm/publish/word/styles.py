"""How the Word file looks: pandoc's own reference document, its styles changed, with a header and page numbers."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from twoarm.publish.documents.figures import TEXT_WIDTH_MM
from twoarm.publish.word.fields import field, text_run

SERIF, SANS = "Times New Roman", "Arial"
GREY = RGBColor(0x55, 0x55, 0x55)
BLACK = RGBColor(0, 0, 0)
MARGIN_MM = 22.5

# name: face, size in points, bold, colour, space before and after in points
_PARAGRAPHS = {
    "Normal": (SERIF, 11, False, BLACK, 0, 6),
    "Body Text": (SERIF, 11, False, BLACK, 3, 6),
    "First Paragraph": (SERIF, 11, False, BLACK, 3, 6),
    "Compact": (SERIF, 11, False, BLACK, 1, 1),
    "Title": (SERIF, 22, True, BLACK, 40, 8),
    "Subtitle": (SERIF, 13, False, BLACK, 0, 8),
    "Author": (SERIF, 11, False, BLACK, 0, 8),
    "Abstract": (SERIF, 11, False, BLACK, 3, 6),
    "Part": (SANS, 8, False, GREY, 18, 0),
    "Heading 1": (SERIF, 17, True, BLACK, 18, 8),
    "Heading 2": (SERIF, 13, True, BLACK, 14, 6),
    "Heading 3": (SERIF, 11, True, BLACK, 12, 4),
    "TOC Heading": (SERIF, 17, True, BLACK, 18, 8),
    "TOC 1": (SERIF, 11, False, BLACK, 5, 1),
    "TOC 2": (SERIF, 10, False, BLACK, 0, 1),
    "Table Caption": (SANS, 8.5, False, BLACK, 12, 4),
    "Image Caption": (SANS, 8.5, False, BLACK, 4, 12),
    "Captioned Figure": (SERIF, 11, False, BLACK, 12, 0),
    "Figure": (SERIF, 11, False, BLACK, 12, 0),
    "Table Notes": (SANS, 7.5, False, GREY, 3, 3),
    "Table Text": (SANS, 8, False, BLACK, 1.5, 1.5),
    "Panel": (SERIF, 11, False, BLACK, 3, 6),
    "Bibliography": (SERIF, 10.5, False, BLACK, 0, 4),
    "Header": (SANS, 7.5, False, GREY, 0, 0),
    "Footer": (SANS, 7.5, False, GREY, 0, 0),
}
# Sentences of a marked abstract: line and shade, as on the website.
_CLAIMS = {
    "Claim Agrees": (WD_UNDERLINE.SINGLE, ""),
    "Claim Depends": (WD_UNDERLINE.SINGLE, "FDF0D5"),
    "Claim Open": (WD_UNDERLINE.DOTTED, "EEF0F2"),
    "Claim Differs": (WD_UNDERLINE.DOUBLE, "FBE6E4"),
    "Claim Judged": (WD_UNDERLINE.DASH, ""),
}
_KEPT_WITH_NEXT = (
    *("Table Caption", "Captioned Figure", "Figure"),
    *("Part", "Heading 1", "Heading 2", "Heading 3"),
)


def make_reference(default: bytes, notice: str) -> bytes:
    """Return the document whose styles, page and header the supplement takes over.

    Parameters
    ----------
    default : bytes
        pandoc's own reference document.
    notice : str
        The line at the head of every page; with an empty one the header stays empty.
    """
    document = Document(io.BytesIO(default))
    for name, look in _PARAGRAPHS.items():
        _set_style(_style(document, name), *look)
    for name, (line, shade) in _CLAIMS.items():
        _mark(document, name, line, shade)
    for name in _KEPT_WITH_NEXT:
        _style(document, name).paragraph_format.keep_with_next = True
    _style(document, "Part").paragraph_format.page_break_before = bool(
        notice
    )  # else nothing is to be kept apart
    _style(document, "TOC 2").paragraph_format.left_indent = Mm(6)
    for name in ("TOC 1", "TOC 2"):
        stops = _style(document, name).paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _style(document, "Panel").paragraph_format.left_indent = Mm(5)
    references = _style(document, "Bibliography").paragraph_format
    references.left_indent, references.first_line_indent = Mm(6), Mm(-6)
    _set_page(document, notice)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _style(document: DocumentType, name: str) -> ParagraphStyle:
    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _mark(document: DocumentType, name: str, line: WD_UNDERLINE, shade: str) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    style.font.underline = line
    if shade:
        fill = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            fill.set(qn(f"w:{key}"), value)
        style.element.get_or_add_rPr().append(fill)


def _set_style(
    style: ParagraphStyle, face: str, size: float, bold: bool, colour: RGBColor, before: float, after: float
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, colour
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _set_page(document: DocumentType, notice: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    if notice:
        section.header.paragraphs[0].text = notice
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("S")
    footer._p.extend(field("PAGE", [text_run("1")]))
