"""Pages and documents of markup, read as they are shown: what markup only adorns is joined, what it divides is not."""

from __future__ import annotations

from itertools import zip_longest

from lxml import etree
from lxml import html as lxml_html

from twoarm.publish.gate.reading.passages import Reading, several
from twoarm.publish.gate.reading.scripts import read_script

_CELLS = {"td", "th", "tc"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "title", "thead", "group")
_OF_TABLE = ("caption", "thead", "group")
# Whatever begins or ends one of these begins or ends what is read together.
_BLOCKS = {
    *_CELLS,
    *(
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "title",
        "thead",
        "p",
        "div",
        "li",
        "dt",
        "dd",
        "pre",
    ),
    *(
        "ul",
        "ol",
        "dl",
        "table",
        "tbl",
        "tbody",
        "section",
        "article",
        "main",
        "body",
        "figure",
        "figcaption",
    ),
    *("summary", "details", "nav", "header", "footer", "aside", "option", "button", "label", "head", "form"),
    *(
        "blockquote",
        "sec",
        "ref",
        "fig",
        "fn",
        "abstract",
        "kwd",
        "contrib",
        "text",
        "desc",
        "property",
        "script",
        "template",
    ),
}
_PROPERTIES = {
    "coreProperties",
    "Properties",
    "xmpmeta",
    "RDF",
    "Relationships",
    "Types",
}  # roots of such documents
_BREAKS = {"br", "tab", "break", "cr"}
_ASIDES = etree.XPath("//comment() | //processing-instruction()")
# Not those that draw, which `drawings` reads, nor the short ones, of which a record has no room in any.
_ATTRIBUTES = etree.XPath(
    "//@*[string-length() > 4 and not(contains(' d style transform class points viewBox ', concat(' ', name(), ' ')))]",
    smart_strings=False,
)
_SHORT = 24  # letters of a block that is read with its neighbours: a list of numbers


def read_html(content: bytes) -> Reading:
    """A page of HTML."""
    return _read(lxml_html.document_fromstring(content, parser=lxml_html.HTMLParser(encoding="utf-8")))


def read_xml(content: bytes) -> Reading:
    """A document of XML, such as JATS or a part of a Word file."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True, recover=True))
    if root is None:
        return Reading()
    return _read(root, properties=etree.QName(root).localname in _PROPERTIES)


def _read(root: etree._Element, *, properties: bool = False) -> Reading:
    walk = _Walk(properties)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        walk.meet(event, element)
    walk.tell("")
    for value in (*_ATTRIBUTES(root), *(aside.text or "" for aside in _ASIDES(root))):
        if several(value):
            walk.reading.add(value)
    return walk.reading


class _Walk:
    """Through a document in its order: what stands together is told when it ends, under the headings that stand over it."""

    def __init__(self, properties: bool) -> None:
        self._properties = properties  # a list of properties, none of which is inside a sentence
        self.reading = Reading()
        self._words: list[str] = []
        self._heads: dict[str, str] = {}
        self._rows: list[list[str]] = []  # of the table
        self._depth = 0  # of rows within rows
        self._in_head = False
        self._short: list[str] = []

    def meet(self, event: str, element: etree._Element) -> None:
        """An element begins or ends."""
        if event not in ("start", "end"):
            self._words.append(element.tail or "")
            return
        tag = etree.QName(element).localname
        if tag in _BREAKS or (self._depth and tag in _BLOCKS and tag != "tr"):
            self._words.append("\t" if tag in _CELLS else " ")
        elif tag in _BLOCKS or self._properties:
            self.tell(tag if event == "end" else "")
        if event == "end":
            self._end(tag)
            self._words.append(element.tail or "")
        else:
            self._start(tag, element)

    def tell(self, ended: str) -> None:
        """What was read since the last boundary; `ended` is the element that ends here."""
        said = "".join(self._words).strip(" \n\r")
        self._words.clear()
        if not said.strip():
            return
        self.reading.add(said, "\n".join(self._heads.values()))
        if ended in _HEADINGS:
            for lower in _HEADINGS[_HEADINGS.index(ended) :]:
                self._heads.pop(lower, None)
            self._heads[ended] = said
        if ended == "tr":
            self._row([cell.strip() for cell in said.split("\t") if cell.strip()])
        self._list(said)

    def _start(self, tag: str, element: etree._Element) -> None:
        self._depth += tag == "tr"
        self._in_head |= tag == "thead"
        if tag in ("table", "tbl"):
            self._new_table()
        if tag == "script":
            self.reading.take(read_script(element.text or ""))
        elif tag != "style":
            self._words.append(element.text or "")

    def _end(self, tag: str) -> None:
        self._depth -= tag == "tr"
        self._in_head &= tag != "thead"
        if tag in ("table", "tbl"):
            self._new_table()

    def _row(self, cells: list[str]) -> None:
        if self._in_head:
            self._heads["thead"] = " ".join([self._heads.get("thead", ""), *cells])
        elif len(cells) == 1:  # names the rows below it
            self._heads["group"] = cells[0]
        else:
            self._rows.append([f"{self._heads.get('group', '')} {cells[0]}", *cells[1:]])

    def _new_table(self) -> None:
        """The columns of the table that ends are read downwards, too."""
        if len(self._rows) > 2:
            first, *columns = zip_longest(*self._rows, fillvalue="")
            about = "\n".join([*self._heads.values(), *first])
            for column in columns:
                self.reading.add("\n".join(column), about, column=True)
        self._rows.clear()
        for head in _OF_TABLE:
            self._heads.pop(head, None)

    def _list(self, said: str) -> None:
        if len(said) <= _SHORT:
            self._short.append(said)
            return
        if len(self._short) > 2:
            self.reading.add("\n".join(self._short), "\n".join(self._heads.values()))
        self._short.clear()
