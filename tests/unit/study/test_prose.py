"""What authors may write: a table of what is allowed, a table of what is refused, and the limits of every text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from places import ROOT
from ruamel.yaml import YAML

from twoarm.errors import InputError
from twoarm.study.commentary import read_passages
from twoarm.study.opened import read_study
from twoarm.study.prose.allowed_markup import EXTENSIONS
from twoarm.study.prose.limits import LIMITS, length_rules, limit_of
from twoarm.study.prose.markup import cited_keys, linked_pages, refused_markup, refused_template

SOUND = ROOT / "tests" / "bad" / "sound"

ALLOWED = [
    "One paragraph.\n\nAnother one,\nof two lines  \nwith a break\\\nand another.",
    "*Emphasis*, **strong**, ***both***, `code`, `` a ` b ``, a\\*b, 3 * 4, snake_case, &amp; and R&D.",
    "- one\n- two\n  - nested\n\n1. first\n2. second\n\n3) third",
    "> A quotation\n> of two lines.",
    "| arm | n |\n|:---|---:|\n| VBS | 30 |",
    "Term\n: what it means",
    "[the web](https://example.org/a?b=c#d 'title'), <https://example.org>, [plain](http://example.org)",
    "[by name][x] and [x].\n\n[x]: https://example.org",
    "[a page](01_methods.ipynb), [a heading](02_perioperative.ipynb#how-to-read-it), [terms](../book/glossary.md)",
    "[a table](#tab-perioperative) and [](#fig-forest)",
    "{cite}`A2020`, {cite:p}`A2020,B2021`, {cite:t}`A2020`, {numref}`tab-x`, {ref}`x <y>`, {doc}`/x`, {term}`SMD`",
    "P<0.05, <5 mmHg, >10, a < b > c, [1], [sic], {x}, 50%, #1, 20$, ~5, T^2, 'quoted', 5 + 3, :-)",
    "Âge – ağrı şiddeti 骨折 θρόμβωση",
    "",
]
REFUSED = [
    ("Words.\n\n```{include} ../data/patients.csv\n```", 2, "a block of code or a directive"),
    ("```{literalinclude} /etc/hostname\n```", 0, "a block of code or a directive"),
    ("```{csv-table}\n:file: ../data/patients.csv\n```", 0, "a block of code or a directive"),
    ("```{raw} html\n<b>x</b>\n```", 0, "a block of code or a directive"),
    ("```{eval-rst}\n.. include:: x\n```", 0, "a block of code or a directive"),
    ("```{code-cell}\nopen('x')\n```", 0, "a block of code or a directive"),
    ("```{figure} x.png\n```", 0, "a block of code or a directive"),
    ("~~~{image} x.png\n~~~", 0, "a block of code or a directive"),
    ("```{math}\n\\input{x}\n```", 0, "a block of code or a directive"),
    ("```\nnever closed", 0, "a block of code or a directive"),
    ("- in a list\n\n  ```{include} x\n  ```", 2, "a block of code or a directive"),
    ("> ```{include} x\n> ```", 0, "a block of code or a directive"),
    (": ```{include} x", 0, "a block of code or a directive"),  # a definition of what stands above the text
    (":::{note}\nx\n:::", 0, "a directive"),
    ("a\n\n:::{include} x\n:::", 2, "a directive"),
    (":::plain\nx\n:::", 0, "a directive"),
    ("a\n\n    indented", 2, "a block of code"),
    ("<script>alert(1)</script>", 0, "HTML"),
    ("a\nb <img src=x onerror=alert(1)> c", 1, "HTML"),
    ("a <b>c</b>", 0, "HTML"),
    ("<!-- a comment -->", 0, "HTML"),
    ("<iframe\nsrc='x'>", 0, "HTML"),
    ("Seen.\n\n{.d-none}", 2, "attributes in braces"),  # it would hide what the report says below it
    ("Seen.\n\n{#tab-perioperative}", 2, "attributes in braces"),
    (": a definition", 0, "a definition of what stands above the text"),
    (
        "[1] and [1]\n\n[1]: https://a.org\n[1]: https://b.org",
        3,
        "an address under a name that has one already",
    ),
    ("{numref}`a {number:>999999999999} <tab-imaging>`", 0, "a number that is to be formatted"),
    ("{numref}`a {number.__class__} <tab-imaging>`", 0, "a number that is to be formatted"),
    (
        "[a](https://user:secret@example.org/x)",
        0,
        "a link that is neither https://..., nor to a page or a label of this book",
    ),
    ("a\nb\n![a picture](x.png)", 2, "an image"),
    ("![](https://example.org/x.png)", 0, "an image"),
    ("![a][x]\n\n[x]: https://example.org/x.png", 0, "an image"),
    ("{download}`../data/patients.csv`", 0, "a role that no text may have"),
    ("{glue}`x` {math}`x` {eval}`x`", 0, "a role that no text may have"),
    ("{eval-rst}`x`", 0, "a role that no text may have"),
    ("a\n{raw}`x`", 1, "a role that no text may have"),
    ("costs $5 or $6", 0, "a formula"),
    ("$$\n\\input{x}\n$$", 0, "a formula"),
    ("$$x$$ (label)", 0, "a formula"),
    ("a[^1]\n\n[^1]: b", 0, "a footnote"),
    ("---\nhtml_meta: {x: y}\n---\n", 0, "settings of a page"),
    ("a\n\n---\n\nb", 2, "a rule across the page"),
    ("a\n===", 0, "a heading within a text"),
    ("> # a", 0, "a heading within a text"),
    ("a\n\n(label)=\nb", 2, "a label for references"),
    ("a\n\n% of all patients", 2, "a comment, which no page shows"),
    ("+++ {'a': 1}", 0, "a break between cells"),
    ("{#name .class}\na", 1, "attributes in braces"),
    ("[a](https://example.org){.external}", 0, "attributes in braces"),
    ("`a`{.b}", 0, "attributes in braces"),
    ("[a]{.b}", 0, "attributes in braces"),
]
LINKS = [
    "../data/patients.csv",
    "patients.csv",
    "/etc/passwd",
    "/book/glossary.md",
    "../../other/notebooks/01_methods.ipynb",
    "../../etc/x.md",
    "../book/../data/README.md",
    "..%2fbook%2f..%2fx.md",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "javascript:alert(1)",
    "data:text/html;base64,eA==",
    "vbscript:x",
    "path:../data/patients.csv",
    "project:../data/README.md",
    "inv:python#str",
    "mailto:a@example.org",
    "ftp://example.org",
    "//example.org/x",
    "https:///etc/passwd",
    "01_methods.ipynb.csv",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_allowed(text):
    assert refused_markup(text) == []


@pytest.mark.parametrize(("text", "line", "rule"), REFUSED)
def test_what_is_refused_with_its_line(text, line, rule):
    found = refused_markup(text)
    assert (line, rule) in [(part.line, part.rule) for part in found]
    assert all(part.mend for part in found)


@pytest.mark.parametrize("name", ["download", "raw-latex", "include", "eval", "math"])
def test_a_role_in_single_braces_is_told_with_its_line(name):
    found = refused_template(f"A value `{{treated}}` here.\n\nMore {{{name}}}`../data/patients.csv`.")
    assert [(part.line, part.rule) for part in found] == [(2, "a role that no text may have")]


def test_a_value_beside_a_code_span_is_no_role():
    assert refused_template("{operation_time.treated}`a`, `{treated}`, `a`{treated}") == []


@pytest.mark.parametrize("target", LINKS)
@pytest.mark.parametrize("form", ["a [b]({})", "a [b][c]\n\n[c]: {}", "[used in another text]: {}"])
def test_links_that_leave_the_book_or_hand_over_a_file(target, form):
    found = refused_markup(form.format(target))
    assert found and all("a link that is neither" in part.rule for part in found)


def test_everything_that_is_refused_is_told_at_once():
    text = "![a](b)\n\n<i>c</i>\n\n{download}`d`"
    assert [part.line for part in refused_markup(text)] == [0, 2, 4]


@pytest.mark.parametrize(
    ("template", "rules"),
    [
        ("{treated} and {{cite:p}}`Welch1947` of {a.b}", []),
        ("{{download}}`{treated}`", ["a role that no text may have"]),
        ("a\n```{{include}} {title}\n```", ["a block of code or a directive"]),
        ("[a]({title})", ["a link that is neither https://..., nor to a page or a label of this book"]),
        ("a\nb } c", ["a brace stands alone"]),
    ],
)
def test_a_text_is_judged_as_its_page_gets_it(template, rules):
    assert [part.rule for part in refused_template(template)] == rules


def test_texts_are_read_with_the_extensions_of_the_book():
    config = YAML(typ="safe", pure=True).load(ROOT / "_config.yml")
    assert set(EXTENSIONS) == set(config["parse"]["myst_enable_extensions"])


@pytest.mark.parametrize("study", ["data", "examples/gbsg2"])
def test_the_commentaries_of_this_book_are_accepted(study):
    passages = read_passages(ROOT / study)
    assert passages and [refused_template(passage.text) for passage in passages] == [[] for _ in passages]


# A whole study: every text beyond its limit, and texts that look like markup where none is read.

CLAIM = {"id": "A1", "kind": "judgement", "quote": ["pain"], "judgement": "consistent"}
CLAIM |= {"reason": "read", "signed": "N. N."}
KINDS = {
    "complete": {"id": "A1", "kind": "count", "quote": ["pain"], "events": 3, "of": 3},
    "unit": {
        "id": "A1",
        "kind": "multiple",
        "quote": ["pain"],
        "each": 2,
        "patients": [3, 3],
        "units": [6, 6],
    },
    "margin_source": {
        **{"id": "A1", "kind": "bare_p", "quote": ["pain (P<0.05)"], "p": "P<0.05", "comparison": "between"},
        **{"direction": "lower", "n": [3, 3], "margin": "1", "unit": "points"},
    },
}
MISSING = {"item": "deaths", "why": "they matter", "absent": ["death"]}
HOSTILE = "*a* <b>{c}</b> [1] `d` P<0.05 {{include}} $x$ ![y](z) & 100% #1"


@pytest.fixture
def study(tmp_path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "study")


def write(folder: Path, file: str, field: str, text: str) -> None:
    """The sound study with a text in a field, and what belongs to it."""
    yaml = YAML(typ="safe", pure=True)
    if file in ("abstract.md", "claims.yml"):
        abstract = (
            text
            if field in ("", "quote")
            else f"pain (P<0.05) in 3 and 3, 6 and 6 {text * (field == 'complete')}"
        )
        (folder / "abstract.md").write_text(abstract, "utf-8")
        claim = {**KINDS.get(field, CLAIM)} | (
            {"quote": [text or "x"]} if not field or field == "quote" else {}
        )
        claim |= {"quote": [f"pain (P<0.05) in 3 and 3, 6 and 6 {text}"]} if field == "complete" else {}
        missing = {**MISSING} | ({field: [text] if field == "absent" else text} if field in MISSING else {})
        claim |= {field: text} if field and field not in ("quote", *MISSING) else {}
        if file == "claims.yml":
            yaml.dump({"claims": [claim], "not_reported": [missing]}, folder / "claims.yml")
    elif file == "study.yml":
        spec = yaml.load(folder / file)
        value = {"setting": text} if field == "design" else [text] if field == "authors" else text
        section = {"code": "follow_up", "title": "Later", field: text}
        named = {"name": "all", "definition": "everybody"}
        event = {"event": text, "strategy": "composite"}
        added = {
            "opening": {"sections": [section]},
            "estimand": {"estimand": {"population": text}},
            "event": {"estimand": {"intercurrent_events": [event]}},
            "abstract": {"abstract": {"journal": text}},
            **dict.fromkeys(named, {"analysis_sets": [{**named, field: text}]}),
        }.get(field, {field: value})
        yaml.dump({**spec, **added}, folder / file)
    elif file == "dictionary.csv":
        header, *rows = (folder / file).read_text("utf-8").splitlines()
        if field not in header.split(","):  # a column that came later
            header, rows = f"{header},{field}", [f"{row}," for row in rows]
        cells = rows[-1].split(",")
        cells[header.split(",").index(field)] = '"' + text.replace('"', '""') + '"'
        (folder / file).write_text("\n".join([header, *rows[:-1], ",".join(cells)]) + "\n", "utf-8")
    elif file == "evidence.csv":
        head = "source,outcome,measure,estimate,low,high,p_value,citation"
        (folder / file).write_text(f'{head}\nOthers,pain,SMD,0.1,,,,"{text}"\n', "utf-8")
    else:
        (folder / file).write_text(f"# vas\n\n{text}\n", "utf-8")


def told(folder: Path) -> list[tuple[str, int | None, str, str]]:
    try:
        read_study(folder)
    except InputError as refused:
        return [(p.where.file, p.where.line or None, p.where.at, p.rule) for p in refused.problems]
    return []


def words(size: int) -> str:
    return ("word " * size)[: size - 1] + "x"


def test_an_empty_text_has_nothing_to_refuse():
    assert refused_template("") == linked_pages("") == cited_keys("") == []


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.file}-{limit.field}")
def test_a_text_at_its_limit_is_accepted_and_a_longer_one_refused(limit, study):
    write(study, limit.file, limit.field, words(limit.characters))
    assert told(study) == []
    write(study, limit.file, limit.field, words(limit.characters + 1))
    (file, line, field, rule), *more = told(study)
    assert (file, field, more) == (limit.file, limit.field, [])
    assert rule == f"{limit.characters + 1} characters; at most {limit.characters} are allowed here"
    assert line or limit.file == "abstract.md"


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if limit.file.endswith(("yml", "md"))], ids=str)
def test_a_text_of_more_lines_is_refused(limit, study):
    write(study, limit.file, limit.field, "\n".join(["word"] * (limit.lines + 1)))
    ((file, _, field, rule),) = told(study)
    assert (file, field) == (limit.file, limit.field)
    assert rule.startswith(f"{limit.lines + 1} lines; at most {limit.lines} ")


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if not limit.markdown], ids=str)
def test_signs_in_a_text_that_is_shown_as_it_is_are_no_markup(limit, study):
    write(study, limit.file, limit.field, HOSTILE[: limit.characters])
    assert told(study) == []


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if limit.file.endswith(("yml", "md"))], ids=str)
def test_no_text_turns_the_direction_of_writing(limit, study):
    write(study, limit.file, limit.field, "evil\u202elive")
    found = [(file, rule) for file, _, _, rule in told(study)]
    assert ((limit.file, "a control or invisible character") in found) == limit.shown


def test_a_problem_of_a_text_has_the_line_of_the_text(study):
    (study / "study.yml").write_text(
        (study / "study.yml").read_text("utf-8")
        + "question: x\ndesign:\n  setting: >-\n    "
        + words(4001)
        + "\n",
        "utf-8",
    )
    lines = (study / "study.yml").read_text("utf-8").splitlines()
    assert [(line, field) for _, line, field, _ in told(study)] == [
        (lines.index("  setting: >-") + 1, "design")
    ]


def test_the_break_at_the_end_of_a_block_is_none_of_the_title(study):
    text = (study / "study.yml").read_text("utf-8").replace("title: A sound", "title: |\n  A sound")
    (study / "study.yml").write_text(text, "utf-8")
    assert read_study(study).spec.title == "A sound little study"


@pytest.mark.parametrize(
    "text", ["claims: &a\n  - *a\n", "claims: &a\n  - &b\n    <<: *b\n", "[", "- a", "", "&a [*a]"]
)
def test_a_file_that_is_none_of_claims_is_refused_and_no_more(text, study):
    (study / "claims.yml").write_text(text, "utf-8")
    (study / "abstract.md").write_text("x", "utf-8")
    assert told(study)


@pytest.mark.parametrize(
    "lines",
    [
        "x: &x\n  setting: {}\ndesign: *x",
        "design:\n  <<: {{setting: {}}}\n  type: x",
        "design:\n  <<: [{{setting: {}}}, {{type: x}}]",
        "design: {{{}: a text}}",
    ],
)
def test_a_text_is_found_where_the_file_repeats_or_merges_it(lines, study):
    text = (study / "study.yml").read_text("utf-8")
    (study / "study.yml").write_text(text + lines.format('"evil\\u202elive"') + "\n", "utf-8")
    assert ("study.yml", "design", "a control or invisible character") in [
        (f, c, r) for f, _, c, r in told(study)
    ]


def test_length_is_counted_without_the_blanks_around():
    assert length_rules(f"\n  {words(300)}  \n\n", limit_of("study.yml", "title")) == []


def test_the_page_about_prose_has_the_limits():
    page = (ROOT / "docs" / "prose.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    whole = {"abstract.md": "all of it", "commentary.md": "each heading"}
    assert rows == [
        [
            f"`{x.file}`",
            f"`{x.field}`" if x.field else whole[x.file],
            x.about,
            f"{x.characters:,}",
            f"{x.lines:,}",
        ]
        for x in LIMITS
    ]
    assert re.findall(r"`(\w+)`", re.search(r"references \((.*?)\)", page)[1]) == [
        "ref",
        "numref",
        "doc",
        "term",
    ]
