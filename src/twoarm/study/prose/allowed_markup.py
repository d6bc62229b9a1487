"""What a Markdown text may have, as the kinds of tokens of the parser, and the words for what it may not have."""

from __future__ import annotations

import re

# As _config.yml has them, so that a text is read here as on its page.
EXTENSIONS = ("colon_fence", "deflist", "dollarmath", "attrs_block", "attrs_inline")
CITING = ("cite", "cite:p", "cite:t")
ALLOWED_ROLES = (*CITING, "ref", "numref", "doc", "term")
_BLOCKS = ("paragraph", "bullet_list", "ordered_list", "list_item", "blockquote", "dl", "dt", "dd")
_BLOCKS += ("table", "thead", "tbody", "tr", "th", "td")
PLAIN = {"inline", "text", "text_special", "softbreak", "hardbreak", "code_inline"}
ALLOWED = PLAIN | {
    f"{name}_{end}" for name in (*_BLOCKS, "em", "strong", "link") for end in ("open", "close")
}
ATTRIBUTES = {"link_open": {"href", "title"}, "ordered_list_open": {"start"}}
ATTRIBUTES |= {"th_open": {"style"}, "td_open": {"style"}}  # the side to which a column is set
LINK = re.compile(
    r"https?://[^/].*|#[\w:.-]+|(?:\.\./notebooks/)?\w[\w-]*\.ipynb(?:#[\w:.-]+)?", re.IGNORECASE
)
PAGE = re.compile(r"\.\./book/\w[\w-]*\.md(?:#[\w:.-]+)?")

USE = "allowed are paragraphs, lists, tables, emphasis, code spans, links, citations and placeholders"
MARKUP_RULES = {
    "fence": ("a block of code or a directive", USE),
    "colon_fence": ("a directive", USE),
    "code_block": ("a block of code", "indent the line by less than four blanks"),
    "html_block": ("HTML", "write \\< for a sign that is shown"),
    "html_inline": ("HTML", "write \\< for a sign that is shown"),
    "image": ("an image", "link to it, or write \\! for the mark that is shown"),
    "math_inline": ("a formula", "write \\$ for a sign that is shown"),
    "math_inline_double": ("a formula", "write \\$ for a sign that is shown"),
    "math_block": ("a formula", "write \\$ for a sign that is shown"),
    "math_block_label": ("a formula", "write \\$ for a sign that is shown"),
    "heading_open": (
        "a heading within a text",
        "a heading begins its line with # and names a section or an outcome",
    ),
    "hr": ("a rule across the page", "leave it out"),
    "front_matter": ("settings of a page", "leave them out"),
    "myst_line_comment": ("a comment, which no page shows", "write \\% for a sign that is shown"),
    "myst_block_break": ("a break between cells", "write \\+ for a sign that is shown"),
    "myst_target": ("a label for references", "leave it out"),
    "span_open": ("attributes in braces", "leave them out"),
}
MARKUP_RULES |= {
    f"footnote_{part}": ("a footnote", "say it in the text") for part in ("ref", "reference_open")
}
BRACE = ("a brace stands alone", "write {{ or }} for a brace that is shown")
OTHER = ("markup that no text may have", USE)
LINKED = (
    "a link that is neither https://..., nor to a page or a label of this book",
    "a page is 02_perioperative.ipynb or ../book/glossary.md, a label #tab-perioperative",
)
