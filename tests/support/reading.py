"""What a built page says, piece by piece, and what its run knows: the two sides that the tests of pages hold together."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from places import TESTS
from ruamel.yaml import YAML
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from twoarm.analysis.arms.improvement import SHARE
from twoarm.analysis.frequencies.whole_patients import HUNDRED
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.methods.design.power import POWER
from twoarm.methods.values.draws import limit_error, p_error, replicates
from twoarm.present.about.checklists.table import checklist_of
from twoarm.present.consent.icon_arrays import OWN, PRINTED
from twoarm.study.chapters import topic_of
from twoarm.study.dictionary import Variable, read_dictionary
from twoarm.study.opened import read_study
from twoarm.study.parameters import Parameters

# A number of a text: its sign where it has one, not glued to a letter (C12, L1, HC3) or to another number (2020-01-31).
NUMBER = re.compile(r"(?<![\w.])(?<!\d-)(?P<sign>(?<!\d)[−-])?(?P<digits>\d+(?:\.\d+)?)(?![\w]|\.\d|-\d)")
FEWER = re.compile(r"\s(?:points? )?fewer\b")  # in words what a sign says in a cell
TEST_NAMES = {"fisher", *(method.name for method in REGISTRY if method.shown == "definitions")}
SCALES = {method.name: method.scale for method in REGISTRY}
DEFAULTS = {v for v in Parameters().model_dump().values() if isinstance(v, float)}
# Columns of the chapter on sensitivity that hold what the registry calls shown later, by words of their heads.
LATER_HEADS = {
    "e-value": "e_value",
    "weighted": "weighted_",
    "same patients": "complete_",
    "benjamini": "false_discovery",
}
# Columns of the appendix on other methods, and the analyses beside the first: not whether hazards are proportional.
OTHER_HEADS = ("Test statistic", "Other P")
BESIDE = TEST_NAMES | {
    m.name
    for m in REGISTRY
    if m.shown in ("main", "definitions", "course") or (m.shown == "other" and m.scale.compares)
}
LISTED = 6  # entries of a long list: five and how many more
CLAIM = re.compile(r"\bC\d\d\b")
EVEN = TESTS / "reference" / "carried_published.json"  # the most even values behind a printed mean

# What stands outside, each with how it is left out.
OUTSIDE = {
    "code": "input cells are not read; an inline code element is dropped",
    "links": "the text of a link is dropped, and with it references to figures and tables, but not what a row is about",
    "numbers of figures and tables": "the element that holds them is dropped (Table S1)",
    "names with a digit": "a digit glued to a letter belongs to a name (C12, L1, HC3, 5th)",
    "dates, versions, hashes": "digits glued to letters or by hyphens and further points to other digits",
    "axis ticks": "the drawing of a figure is paths, not text",
    "definitions of methods": "the registry's words are dropped as they stand in it (N - 1)",
    "citations": "an element of a citation is dropped",
}
# Numbers that stand in no file but follow from the rows of the run; each is computed anew in `Truth`.
DERIVED = (
    "how many outcomes a section has, how many of their intervals exclude no difference, how many do not",
    "how many P values are adjusted, how many characteristics are compared, how many lie beyond the limit of imbalance",
    "how many claims there are, by verdict, with the judged ones apart; how many things are not reported",
    "of a claim, how many tests there are and lie below its threshold, and how many patients they suppose",
    "of all claimed comparisons: how many there are, what chance gives among so many, the threshold over their number",
    "the horizon of a restricted mean where the dictionary has none: as far as both arms' curves are known",
    "how many values are missing; the patients of both arms together",
    "the standard error of a standardised difference at the run's sizes, root of 1/n + 1/n",
    "how often resampling draws, and its Monte-Carlo error",
    "patients per event, one over a risk difference and its limits",
    "how many two-sided tests of two shares there are, how many lie below alpha",
    "the level of the interval of two one-sided tests, 1 - 2 alpha; the power and the share that the package states",
    "the bound of a bare P, from Student's t; the odds ratio of two counts, by SciPy; how many comparisons are cited",
    "the power of the published design against a cited difference and the limits of its interval, by statsmodels",
    "the numbers of the items of the checklist, and how many of them are answered in which way",
    "how many outcomes a step of the flow of patients holds, and how many values it lacks",
    "of specifications.csv: how many an outcome has, how many P lie below alpha or across it, the extreme estimates",
    "of confounding.csv: how many characteristics and pairs with an outcome there are, and of how many nothing can be told",
    "of targets.csv: how many numbers there are",
    "of how many outcomes the E-value of the nearer limit is one",
    "of the analyses beside the first of an outcome: the smallest P and the largest",
    "of reconstructions.csv: how many cohorts there are, how many P lie below alpha, the extreme estimates and P",
)


@dataclass(frozen=True)
class Piece:
    """A text of a page, its kind, and what tells what it is about: its own words, and others where these name nothing."""

    page: str
    kind: str
    text: str
    about: str
    otherwise: str = ""


@dataclass(frozen=True)
class Number:
    """A number as it is shown; `bound` is `<` or `>` where it is only a bound."""

    value: float
    decimals: int
    bound: str

    def is_a_rounding_of(self, value: float) -> bool:
        """Whether the value, rounded to the shown decimals, is this number."""
        if self.bound:
            return value < self.value if self.bound == "<" else value > self.value
        return abs(value - self.value) <= 0.5 * 10**-self.decimals * (1 + 1e-9)


def numbers(text: str) -> list[Number]:
    """The numbers of a text in their order."""
    return [_number(text, match) for match in NUMBER.finditer(text)]


def _number(text: str, match: re.Match) -> Number:
    before = text[: match.start()].rstrip()[-1:]
    less = match["sign"] or FEWER.match(text, match.end())
    value = float(match["digits"]) * (-1 if less else 1)
    return Number(value, len(match["digits"].partition(".")[2]), before if before in "<>" and before else "")


def pieces(page: Path) -> list[Piece]:
    """The table cells, captions, notes, alternative texts and live sentences of a page."""
    return list(_pieces_of(page.stem, page.read_text("utf-8")))


@cache  # many tests read the same pages
def _pieces_of(page: str, text: str) -> tuple[Piece, ...]:
    soup = BeautifulSoup(text, "lxml")
    found: list[Piece] = []
    for output in soup.select("article .cell_output"):
        for gone in output.select("a, code, pre, .caption-number, cite, .headerlink"):
            term = "term" in gone.get("class", [])  # a word of its sentence that leads into the glossary
            if term or (gone.name == "a" and gone.find_parent(_names_what_it_is_about)):
                gone.unwrap()  # the name of what a row or an evidence is about, which leads to where it is shown
            elif not gone.find("img"):
                gone.decompose()
        output.smooth()  # what was unwrapped is one text with the words around it: no space before a comma
        found += [Piece(page, *parts) for parts in _of_output(output)]
    return tuple(p for p in found if p.text)


def of_printed_counts(piece: Piece) -> bool:
    """Whether it is of patients of a hundred by an abstract's counts: their interval has the level of their statement."""
    return piece.kind == "alt" and piece.about.endswith(f" {PRINTED}")


def _names_what_it_is_about(tag: Tag) -> bool:
    return tag.name == "th" or "claim-evidence" in tag.get("class", ())


def _of_output(output: Tag) -> Iterator[tuple[str, ...]]:
    for table in output.select("table"):
        yield from _of_table(table)
    for note in output.select(".table-notes p"):
        yield "note", _text(note), _text(note)
    for figure in output.select("figure"):
        yield "caption", _text(figure.figcaption), _text(figure.figcaption)
        for picture in figure.select(".twoarm-picture"):
            said = str(picture["aria-label"])
            label = figure.get("id", "")
            yield from (("alt", part, f"{part} {label}", said) for part in said.split("; "))
    heading = ""
    for block in output.select("p, li"):
        if not block.find_parent(["table", "figure"]) and not block.find_parent(class_="table-notes"):
            heading = _text(block.strong) if block.strong else heading
            kind = "quote" if "twoarm-abstract" in block.get("class", ()) else "sentence"
            yield kind, _text(block), f"{_text(block)} {_beside(block)}".strip(), heading


def _beside(block: Tag) -> str:
    """What a sentence of a front page belongs to: a card to its question, an evidence to the claims of its mark."""
    if card := block.find_parent(class_="twoarm-card"):
        return _text(card.select_one(".card-asks"))
    behind = block.find_parent(class_="claim-evidence")
    return _text(behind.p) if behind else ""


def _of_table(table: Tag) -> Iterator[tuple[str, ...]]:
    fold = table.find_parent("details")
    caption = _text(table.caption or (fold and fold.summary))
    yield "caption", caption, caption
    claims = " ".join(CLAIM.findall(caption))  # a table that is about one claim says so at its top
    group = heading = ""
    heads: list[str] = []
    for row in table.select("tr"):
        cells = [cell.get_text(" ") for cell in row.select("th, td")]
        indented = bool(row.select("th[class*=indent-], td[class*=indent-]"))
        if row.find_parent("thead"):
            yield from (("cell", clean(text), claims) for text in cells)
            heads = cells
            continue
        if len(cells) == 1:
            group = cells[0]
        if not indented:  # an indented row belongs to the one above it
            heading = cells[0]
        about = f"{claims} {group if indented else ''} {heading} {cells[0]}"
        # A column may be of an outcome, or by a method, as a row is.
        columns = heads if len(heads) == len(cells) else [""] * len(cells)
        yield from (
            ("cell", clean(text), re.sub(r"\s+", " ", f"{about} {column}").strip(), group)
            for text, column in zip(cells, columns, strict=True)
        )


def _text(tag: Tag | None) -> str:
    return clean(tag.get_text(" ")) if tag else ""


def methods_named(piece: Piece) -> set[str]:
    """The analyses whose words stand in what a cell is about; else those that are shown without naming their method."""
    if piece.kind != "cell":
        return set(SCALES)
    about = piece.about.lower().replace("- ", "-")  # a head may be broken behind a hyphen
    by_weights = re.search(r" adjusted \([\d.]+% ci\)$", about)
    if "findings" in piece.page and by_weights:  # a front page adjusts by nothing else
        return {m.name for m in REGISTRY if m.name.startswith("weighted_")}
    named = {method.name for method in REGISTRY if method.words.lower() in about}
    if "sensitivity" in piece.page:
        heads = [start for words, start in LATER_HEADS.items() if words in about]
        later = {m.name for m in REGISTRY if m.name.startswith(tuple(heads))} if heads else set()
        named |= later and later | {m.name for m in REGISTRY if m.shown == "main"}
    if "number_needed" in named:
        named.add("risk_difference")
    unnamed = {m.name for m in REGISTRY if m.shown not in ("other", "definitions", "course", "later")}
    return named or unnamed


def clean(text: str) -> str:
    """A text without the registry's definitions and with single ordinary spaces."""
    text = re.sub(r"\s+", " ", text).strip()
    for method in REGISTRY:
        for words in (method.words, method.pseudo):
            text = text.replace(words, "")
    return text


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def floats(row: dict[str, str], *names: str) -> Iterator[float]:
    """The numbers of some columns of a row, where they are there."""
    for name in names:
        if row[name]:
            yield float(row[name])


def excludes_none(row: dict[str, str]) -> bool:
    """Whether the interval of a row lies on one side of no difference on its scale."""
    null = 1.0 if row["measure_unit"] == "ratio" else 0.0
    return float(row["low"]) > null or float(row["high"]) < null


def _number_in(text: str) -> Iterator[float]:
    try:
        yield float(text)
    except ValueError:
        return


class Truth:
    """What a run and its study folder know, so arranged that a number can be asked for by what its text is about."""

    def __init__(self, run: Path, study: Path) -> None:
        self.results, self.summaries, self.claims = (
            rows(run / f"{name}.csv") for name in ("results", "summaries", "claims")
        )
        self.questions = rows(run / "questions.csv")
        self.specifications, self.reconstructions, self.targets = (
            rows(run / f"{name}.csv") for name in ("specifications", "reconstructions", "targets")
        )
        frequencies = run / "frequencies.csv"  # where a study has an event in patients of a hundred
        self.frequencies = rows(frequencies) if frequencies.exists() else []
        self.variances, self.crosswalk = rows(run / "variance.csv"), rows(run / "crosswalk.csv")
        self.confounding, self.subgroups = (
            rows(run / f"{name}.csv") for name in ("confounding", "subgroups")
        )
        manifest = json.loads((run / "manifest.json").read_text("utf-8"))
        self.parameters = {k: v for k, v in manifest["parameters"].items() if v is not None}
        self.level = self.parameters["conf_level_in_force"]
        self.dictionary = read_dictionary(study / "dictionary.csv", None)
        self.rules = {row["name"]: " ".join(row.values()) for row in rows(study / "dictionary.csv")}
        self.stated = (study / "study.yml").read_text("utf-8")
        visits = YAML(typ="safe").load(self.stated).get("visits", [])
        self.visits = {n.value for visit in visits for n in numbers(visit["label"])}
        self.arms = {(r["arm"], r["arm_label"]) for r in self.summaries if r["arm"]}
        self.patients = rows(study / "patients.csv")
        abstract = study / "abstract.md"
        self.abstract = abstract.read_text("utf-8") if abstract.exists() else ""
        claims = study / "claims.yml"
        self.quoted = claims.read_text("utf-8") if claims.exists() else ""
        stated = YAML(typ="safe").load(self.quoted)["claims"] if self.quoted else []
        self.stated_claims = {c["id"]: c for c in stated}
        evidence = study / "evidence.csv"
        self.evidence = rows(evidence) if evidence.exists() else []
        opened = read_study(study)
        self.items = checklist_of(opened).items
        self.methods = {row["analysis"] for row in rows(run / "methods.csv")}
        self.checklist = Counter(str(item.answer(opened).state) for item in self.items)
        # A P statement on two counts is about the numbers of both.
        self.compared = {c["id"]: (c["treated"], c["control"]) for c in stated if c["kind"] == "two_by_two"}

    def known(self, piece: Piece) -> set[float]:
        """Every value that a number of the piece may be a rounding of."""
        if piece.kind == "quote":  # the abstract itself, word for word
            return {n.value for n in numbers(self.abstract)}
        if "context" in piece.page:
            return self.of_context(piece)
        if piece.kind == "alt" and piece.about.endswith((f" {PRINTED}", f" {OWN}")):
            return self.of_a_hundred(printed=of_printed_counts(piece))
        always = {
            *self.parameters.values(),
            *DEFAULTS,
            self.level,
            100 * self.level,
            100
            * round(1 - 2 * self.parameters["alpha"], 12),  # of the interval that two one-sided tests go by
            *self.sizes,
            *self.visits,
        }
        if "crosswalk" in piece.page:
            return always | self.of_crosswalk(piece)
        always |= self.counts(piece.page)
        always |= self.resampled if piece.kind == "note" else set()
        variables = self.named(piece.about) or self.named(piece.otherwise)
        ids = self.claims_named(piece)
        ids |= {other for name in ids for other in self.compared.get(name, ())}
        values = set(always)
        for variable in variables:
            values |= self.of_variable(variable.name, methods_named(piece), self.arm_named(piece))
            values |= self.of_notes(variable.name) if piece.kind == "note" else set()
            values |= self.of_other_methods(variable.name, piece) if piece.kind == "cell" else set()
            if "sensitivity" in piece.page:
                values |= self.of_choices(variable.name) | self.of_reconstructions(variable.name)
                values |= self.of_imbalances(variable.name)
        if ids or "claim" in piece.page:
            values |= self.of_claims(ids)
        if "claim" in piece.page and not ids:
            values |= self.of_powers(piece) | self.of_comparisons()
        if not variables and not ids:
            values |= {n.value for n in numbers(self.stated)}
        return values

    def claims_named(self, piece: Piece) -> set[str]:
        """The claims that a piece names: one by one, from one to another, by their question or their figure."""
        ids, order = set(CLAIM.findall(piece.about)), list(self.stated_claims)
        for first, last in re.findall(r"\b(C\d\d) to (C\d\d)\b", piece.about):
            ids |= set(order[order.index(first) : order.index(last) + 1])
        if "findings" in piece.page:
            asked = (row for row in self.questions if row["asks"] in piece.about)
            ids |= {name for row in asked for name in row["claims"].split()}
        if "fig-readings" in piece.about:
            nested = (
                c["id"] for c in self.stated_claims.values() if c["kind"] == "two_by_two" and "units" in c
            )
            ids |= set(list(nested)[:1])
        return ids

    def of_a_hundred(self, *, printed: bool) -> set[float]:
        """Patients of a hundred in either arm, how many more or fewer that is, the limits of it and their level; no else."""
        events = [row for row in self.frequencies if bool(row["claim"]) == printed]
        found = {x for row in events for x in floats(row, "treated", "control", "difference")}
        shares = {x for row in events for x in floats(row, "low", "high", "conf_level")}
        return found | {HUNDRED * x for x in (1.0, *shares)}

    def of_crosswalk(self, piece: Piece) -> set[float]:
        """What is printed of an outcome and what the cohort has; in a sentence how many statements there are, and met."""
        if piece.kind == "sentence":
            return {len(self.crosswalk), *Counter(row["met"] for row in self.crosswalk).values()}
        named = {v.name for v in self.named(piece.about)}
        found: set[float] = set()
        for row in (r for r in self.crosswalk if r["variable"] in named):
            factor = 100 if row["measure_unit"] in ("share", "proportion") else 1
            found |= {factor * x for x in floats(row, "value", "low", "high")} | set(
                floats(row, "p_value", "n")
            )
            found |= {n.value for n in numbers(row["statement"])}
            if row["measure_unit"] == "share":
                found.add(round(float(row["value"]) * int(row["n"])))
        return found

    @cached_property
    def resampled(self) -> set[float]:
        """How often anything was drawn anew, the smallest P that so many draws allow, and how far it may be off."""
        drawn = [row for row in self.results if row["draws"]]
        found = {x for row in drawn for x in floats(row, "draws", "monte_carlo_p", "monte_carlo_limit")}
        return found | {2 / (float(row["draws"]) + 1) for row in drawn}

    def cited(self, piece: Piece) -> list[dict[str, str]]:
        """The rows of evidence.csv whose outcome stands in what the piece is about; all of them where it names none."""
        named = [row for row in self.evidence if _stands_in(row["outcome"], piece.about)]
        return named or self.evidence

    def of_context(self, piece: Piece) -> set[float]:
        """What others published, as printed, and what the claims allow beside it; nothing of the cohort is in it."""
        cited = self.cited(piece)
        sourced = [
            row for row in self.evidence if piece.text.startswith(row["source"])
        ]  # a line of the sources
        found = {n.value for row in cited for n in numbers(" ".join(list(row.values())[1:-1]))}
        contrasts = [row for row in self.evidence if row["measure"] in ("SMD", "OR", "RR", "HR")]
        about = {row["outcome"] for row in contrasts} & {
            c.get("evidence") for c in self.stated_claims.values()
        }
        found |= {len(contrasts), len(about)} if piece.kind in ("sentence", "alt") else set()
        found |= {n.value for row in sourced for n in numbers(" ".join(row.values()))}
        between = [c for c in self.stated_claims.values() if c.get("comparison") == "between"]
        found |= {n.value for c in between for n in numbers(c["p"][2:])} if piece.kind == "note" else set()
        found |= self.of_powers(piece)
        found |= {n for c in between for n in c["n"]}
        for claim in self.stated_claims.values():
            if claim.get("evidence") in {row["outcome"] for row in cited}:
                found |= self._beside(claim)
        return found

    def _beside(self, claim: dict) -> set[float]:
        """The threshold of a claim, the level that goes with it, and the bound or the odds ratio that it allows."""
        (threshold,) = (n.value for n in numbers(claim["p"][2:]))
        found = {threshold, 100 * (1 - threshold)}
        if claim["kind"] == "bare_p":
            first, second = claim["n"]
            bound = stats.t.isf(threshold / 2, first + second - 2) * math.sqrt(1 / first + 1 / second)
            return found | {bound, -bound}
        treated, control = (self.stated_claims[claim[side]] for side in ("treated", "control"))
        table = [[arm["events"], arm["of"] - arm["events"]] for arm in (treated, control)]
        ratio = stats.contingency.odds_ratio(table, kind="conditional")
        limits = ratio.confidence_interval(1 - threshold)
        return found | {ratio.statistic, limits.low, limits.high}

    def of_comparisons(self) -> set[float]:
        """How many statements about P compare the arms, how many say that they differ, what chance gives, and Bonferroni."""
        between = [
            c
            for c in self.stated_claims.values()
            if c["kind"] == "two_by_two" or c.get("comparison") == "between"
        ]
        n, stated = len(between), sum("<" in c["p"] for c in between)
        chances = (100 * stats.binom.sf(least - 1, n, 0.05) for least in (1, stated))
        return {n, stated, *chances, 0.05 / n if n else 0.0}

    def of_powers(self, piece: Piece) -> set[float]:
        """The cited standardised differences and, in percent, the power of the published designs to find them."""
        found: set[float] = set()
        between = [c for c in self.stated_claims.values() if c.get("comparison") == "between"]
        for row in (r for r in self.cited(piece) if r["measure"] == "SMD"):
            values = set(floats(row, "estimate", "low", "high"))
            found |= values
            for n, threshold in {(tuple(c["n"]), numbers(c["p"][2:])[0].value) for c in between}:
                power = TTestIndPower().power
                found |= {100 * power(abs(v), n[0], threshold, n[1] / n[0]) for v in values} | {
                    100 * threshold
                }
        return found

    def named(self, text: str) -> list[Variable]:
        """The variables whose label stands in a text, or whose name begins it as in the printed dictionary."""
        first = text.split(" ", 1)[0]
        return [
            v
            for v in self.dictionary
            if first == v.name or (v.name in self.shown and v.role != "arm" and _stands_in(v.label, text))
        ]

    @cached_property
    def shown(self) -> set[str]:
        """The variables that the run compares or describes."""
        return {row["variable"] for row in (*self.results, *self.summaries)}

    def arm_named(self, piece: Piece) -> str | None:
        """The arm whose column a cell of a table stands in, an empty name for both together; None for another column."""
        head = re.search(r" ?([^,]+) n = \d+$", piece.about) if piece.kind == "cell" else None
        labels = {label: level for level, label in self.arms} | {"Overall": ""}
        ends = [label for label in labels if head and f" {head[1]}".endswith(f" {label}")]
        return labels[max(ends, key=len)] if ends else None

    def of_variable(self, name: str, analyses: set[str], arm: str | None = None) -> set[float]:
        """The values of a variable: results (as a percentage too where they are proportions), summaries, dictionary.

        Of the summaries those of one arm, where it is named.
        """
        found: set[float] = {n.value for n in numbers(self.rules[name].replace("=", " "))}
        for row in (r for r in self.results if r["variable"] == name and r["analysis"] in analyses):
            values = set(floats(row, "estimate", "low", "high"))
            found |= values | {abs(v) for v in values if row["analysis"] in ("smd", "smd_weighted")}
            found |= {100 * v for v in values if SCALES.get(row["analysis"]) in ("proportion", "share")}
            found |= {abs(v) for v in values if row["analysis"] == "detectable_difference"}
            found |= {100 * abs(v) for v in values if row["analysis"].startswith("detectable")}
            # Patients per event: the reciprocal of a risk difference and of its limits, said as so many more or fewer.
            if analyses & {"number_needed"}:
                found |= {abs(1 / v) for v in values if v and row["analysis"] == "risk_difference"}
            found |= set(floats(row, "p_value", "p_adjusted", "n_treated", "n_control"))
        for row in (r for r in self.summaries if r["variable"] == name and arm in (None, r["arm"])):
            measures = ("n", "missing", "mean", "sd", "median", "q1", "q3", "min", "max", "count", "percent")
            found |= set(floats(row, *measures))
        return found | self._horizon(name) | {100 * SHARE}

    def of_notes(self, name: str) -> set[float]:
        """What a note says of an outcome and no cell does: test statistics, and the parts of a variance."""
        tested = (r for r in self.results if r["variable"] == name and r["role"] == "primary")
        found = {x for row in tested for x in floats(row, "statistic", "df")}
        parts = (r for r in self.variances if r["variable"] == name)
        return found | {x for row in parts for text in row.values() for x in _number_in(text)}

    def of_other_methods(self, name: str, piece: Piece) -> set[float]:
        """What stands beside the first analysis of an outcome: its test statistic, and the ends of the others' P."""
        (first,) = [r for r in self.headlines_of_all if r["variable"] == name][:1] or [None]
        if first is None or not piece.about.endswith(OTHER_HEADS):
            return set()
        if piece.about.endswith(OTHER_HEADS[0]):
            return set(floats(first, "statistic", "df"))
        others = [
            r
            for r in self.results
            if r["variable"] == name and r["visit"] == first["visit"] and r is not first
        ]
        ps = [p for r in others if r["analysis"] in BESIDE and not r["arm"] for p in floats(r, "p_value")]
        return {min(ps), max(ps)} if ps else set()

    def of_choices(self, name: str) -> set[float]:
        """Of the specifications of an outcome: how many, how many below alpha and across it, and the extreme estimates."""
        tested = [r for r in self.specifications if r["variable"] == name and r["p_value"]]
        shipped = [r for r in tested if r["role"] == "primary"]
        if not shipped:
            return set()
        below = sum(self._below(r) for r in tested)
        contrary = [r for r in tested if self._below(r) != self._below(shipped[0])]
        found: set[float] = {
            len(tested),
            below,
            len(contrary),
            sum(_differ(r, shipped[0]) == 1 for r in contrary),
        }
        unit = shipped[0]["measure_unit"]
        own = _estimated(shipped[0])
        values = [v for r in tested if _estimated(r) == own for v in floats(r, "estimate")]
        scale = 100 if unit == "proportion" else 1
        return found | {scale * v for v in (min(values, default=0.0), max(values, default=0.0))}

    def of_imbalances(self, name: str) -> set[float]:
        """What imbalances do to an outcome, or one does to outcomes, and the outcome in subgroups."""
        mine = [r for r in self.confounding if name in (r["variable"], r["characteristic"])]
        found = {v for r in mine for v in floats(r, "imbalance")}
        for row in [*mine, *(r for r in self.subgroups if name in (r["variable"], r["subgroup"]))]:
            scale = 100 if row["measure_unit"] == "proportion" else 1
            found |= {scale * v for v in floats(row, "estimate", "low", "high")}
            found |= set(floats(row, "n_treated", "n_control"))
            found |= set(floats(row, "p_interaction")) if "p_interaction" in row else set()
        return found

    def _of_pairs(self) -> set[float]:
        """How many characteristics differ, how many pairs there are with an outcome, move it, or tell nothing."""
        untold = [r for r in self.confounding if not r["estimate"]]
        masked = [r for r in untold if r["reason"].startswith("masked")]
        open_ = [r for r in self.confounding if r["estimate"] and not excludes_none(r)]
        parts = {r["subgroup"] for r in self.subgroups if r["subgroup"]}
        counted = {r["characteristic"] for r in self.confounding}
        moving = len(self.confounding) - len(untold) - len(open_)
        return {
            *map(len, (counted, self.confounding, masked, open_, parts)),
            moving,
            len(untold) - len(masked),
        }

    def of_reconstructions(self, name: str) -> set[float]:
        """Of the further cohorts: how many, how many below alpha, the extreme estimates and P."""
        mine = [r for r in self.reconstructions if r["variable"] == name]
        if not mine:
            return set()
        scale = 100 if SCALES[mine[0]["analysis"]] == "proportion" else 1
        found: set[float] = {len(mine), sum(self._below(r) for r in mine if r["p_value"])}
        for column, factor in (("estimate", scale), ("p_value", 1)):
            values = [factor * v for r in mine for v in floats(r, column)]
            found |= {min(values, default=0.0), max(values, default=0.0)}
        return found

    def _below(self, row: dict[str, str]) -> bool:
        return float(row["p_value"]) < self.parameters["alpha"]

    def _of_conclusions(self) -> set[float]:
        """How many can be analysed in several ways, how many hold, how many of these never lie below; what has no P."""
        found = {}
        for name in {r["variable"] for r in self.specifications}:
            found[name] = [
                self._below(r) for r in self.specifications if r["variable"] == name and r["p_value"]
            ]
        several = [sides for sides in found.values() if len(sides) > 1]
        held = [sides for sides in several if len(set(sides)) == 1]
        lost = sum(not r["p_value"] for r in self.specifications)
        cohorts = len({r["seed"] for r in self.reconstructions})
        counted = {len(several), len(held), len(several) - len(held), sum(not any(sides) for sides in held)}
        limits = [r["estimate"] for r in self.results if r["analysis"].startswith("e_value_limit")]
        return counted | {lost, cohorts, len(found), sum(limit == "1.0" for limit in limits)}

    def _horizon(self, name: str) -> set[float]:
        arm = next(v.name for v in self.dictionary if v.role == "arm")
        variable = next(v for v in self.dictionary if v.name == name)
        if variable.kind != "time":
            return set()
        if variable.tau is not None:
            return {variable.tau}
        seen = next(v for v in self.dictionary if v.name == variable.event).levels[-1][0]
        last: dict[str, list[tuple[float, bool]]] = {}
        for row in self.patients:
            last.setdefault(row[arm], []).extend((t, row[variable.event] != seen) for t in floats(row, name))
        ends = [max(times) for times in last.values()]  # of two at one time the one who is left comes last
        limits = [time for time, left in ends if left]
        return {min(limits) if limits else max(time for time, _ in ends)}

    def of_claims(self, ids: set[str]) -> set[float]:
        """The values of some claims, or of all: recomputed, published and quoted, and what follows from them."""
        wanted = [row for row in self.claims if not ids or row["id"] in ids]
        found = {n.value for row in wanted for n in numbers(f"{row['quote']} {row['published']}")}
        found |= {v for row in wanted for v in floats(row, "recomputed")}
        found |= {v for row in wanted for v in self._of_statistic(row)}
        for name in {row["id"] for row in wanted}:
            found |= self._of_stated(self.stated_claims[name]) | _divided(
                [r for r in wanted if r["id"] == name]
            )
        return found if ids else found | {n.value for n in numbers(self.quoted)}

    def _of_statistic(self, row: dict[str, str]) -> set[float]:
        """How a recomputed value may be shown: shares in percent, patients per event, a probability from the other side."""
        values = list(floats(row, "recomputed"))
        if row["statistic"].startswith("risk_difference"):
            return {shown for v in values for shown in (100 * v, *([abs(1 / v)] if v else []))}
        if row["statistic"].startswith(("probability", "number_needed")):
            return {shown for v in values for shown in (100 * v, abs(v))}
        if (
            row["statistic"] == "boundary_d"
        ):  # an interval around a difference at the bound reaches twice as far
            return {2 * v for v in values}
        return {1 - v for v in values} if row["statistic"] == "boundary_superiority" else set()

    def _of_stated(self, claim: dict) -> set[float]:
        """The numbers of an entry of claims.yml, with its sizes, its threshold and the level that goes with that."""
        found = {
            n.value
            for value in claim.values()
            for n in numbers(str(value).replace("[", " ").replace("]", " "))
        }
        for threshold in (n.value for n in numbers(str(claim.get("p", "P 0.05"))[2:])):
            found |= {threshold, 100 * (1 - threshold)}
        if "units" in claim and claim["kind"] == "two_by_two":
            found |= self._of_stated(self.stated_claims[claim["units"]])
        if claim["kind"] == "mean_sd_range":
            (even,) = json.loads(EVEN.read_text("utf-8"))["most_even_solution"]
            found |= {*even["value"], *range(int(claim["low"]), int(claim["high"]) + 1)}
        return found

    @cached_property
    def sizes(self) -> set[float]:
        """Patients in each arm and in both."""
        arm = next(v.name for v in self.dictionary if v.role == "arm")
        counted = Counter(row[arm] for row in self.patients)
        return {*counted.values(), counted.total()}

    def counts(self, page: str) -> set[float]:
        """The numbers that follow from the rows; see DERIVED."""
        topic, every = topic_of(page), list(dict.fromkeys(v.section for v in self.dictionary if v.section))
        items = {n.value for item in self.items for n in numbers(item.number)}
        checklist = (
            {len(self.items), *self.checklist.values(), *items, len(self.targets)}
            if topic == "dictionary"
            else set()
        )
        sections = [topic] if topic in every else every
        found: set[float] = checklist | {
            sum(int(r["missing"]) for r in self.summaries if r["arm"] and not r["level"])
        }
        for section in sections:
            found |= self._of_section(section)
        if topic not in every:
            found |= self._of_baseline() | self._of_verdicts()
        if topic == "sensitivity":
            found |= self._of_conclusions() | self._of_pairs()
        return found

    def headlines(self, section: str) -> list[dict[str, str]]:
        """The primary contrast of each outcome of a section at its latest visit."""
        contrasts = [
            r for r in self.results if r["section"] == section and r["role"] == "primary" and not r["arm"]
        ]
        return list({row["variable"]: row for row in contrasts}.values())

    @cached_property
    def headlines_of_all(self) -> list[dict[str, str]]:
        """The same of every section."""
        sections = dict.fromkeys(r["section"] for r in self.results if r["section"] != "baseline")
        return [row for section in sections for row in self.headlines(section)]

    def _of_tests(self, section: str) -> set[float]:
        """How many two-sided tests an outcome has and how many lie below alpha; how far resampling may be off."""
        drawn = [
            r
            for r in self.results
            if r["section"] == section and r["analysis"] == "permutation" and r["p_value"]
        ]
        sizes = [(float(r["p_value"]), int(r["n_treated"]), int(r["n_control"])) for r in drawn]
        found: set[float] = {p_error(*size) for size in sizes}
        for n in {treated + control for _, treated, control in sizes}:
            found |= {replicates(n), limit_error(self.level, n)}
        for name in {r["variable"] for r in self.results if r["section"] == section}:
            rows = [
                r
                for r in self.results
                if r["variable"] == name and r["analysis"] in TEST_NAMES and r["p_value"]
            ]
            below = sum(float(r["p_value"]) < self.parameters["alpha"] for r in rows)
            found |= {len(rows), below}
        return found

    def _of_section(self, section: str) -> set[float]:
        found = self.headlines(section)
        apart = sum(excludes(row) != 0 for row in found)
        adjusted = sum(bool(row["p_adjusted"]) for row in found)
        tested = {row["variable"] for row in self.results if row["analysis"] in TEST_NAMES}
        counted = sum(row["variable"] in tested for row in found)  # outcomes that are counted, and all others
        parts = {counted, len(found) - counted}
        return {len(found), apart, len(found) - apart, adjusted, *parts, *self._of_tests(section)}

    def _of_baseline(self) -> set[float]:
        limit, found = self.parameters["imbalance"], set()
        for name in ("smd", "smd_weighted"):
            compared = [abs(v) for r in self.results if r["analysis"] == name for v in floats(r, "estimate")]
            beyond = sum(v >= limit for v in compared)
            found |= {len(compared), beyond, beyond - 1}  # all but the largest, which is named
        treated, control, _ = sorted(self.sizes)
        return {*found, math.sqrt(1 / treated + 1 / control), *self._of_weights(), *self._of_design()}

    def _of_weights(self) -> set[float]:
        rows = [r for r in self.results if r["analysis"] in ("effective_sample_size", "smd_weighted")]
        return {abs(v) for r in rows for v in floats(r, "estimate", "n_treated", "n_control")}

    def _of_design(self) -> set[float]:
        """What the sizes can detect, over all outcomes, and for how many of them nothing can be."""
        found = {100 * POWER}
        for name in ("detectable_difference", "detectable_decrease", "detectable_increase"):
            rows = [r for r in self.results if r["analysis"] == name]
            scale = 100 if SCALES[name] == "proportion" else 1
            found |= {len(rows), sum(not r["estimate"] for r in rows)}
            found |= {scale * abs(v) for r in rows for v in floats(r, "estimate")}
        return found

    def _of_verdicts(self) -> set[float]:
        verdicts = {row["id"]: row["verdict"] for row in self.claims}
        judged = {row["id"] for row in self.claims if row["method"] == "judgement"}
        absent = self.quoted.count("  - item: ")
        answers = Counter(row["verdict"] for row in self.questions)
        found: set[float] = {len(verdicts), len(judged), absent, len(self.questions), *answers.values()}
        found.add(absent - LISTED + 1)  # of a long list the first are named, and how many more there are
        for verdict in verdicts.values():
            having = {claim for claim, said in verdicts.items() if said == verdict}
            found |= {len(having), len(having - judged)}
        return found


def _divided(claim: list[dict[str, str]]) -> set[float]:
    """How many tests a claim has, of its counts and of every number of patients, and how many lie on either side."""
    tests: dict[str, list[bool]] = {}
    for row in claim:
        if row["statistic"].startswith("p_value") and row["method"] not in ("", "cluster_permutation"):
            tests.setdefault(row["statistic"], []).append(row["significant"] == "true")
    patients = {float(n) for row in claim for n in re.findall(r"_(\d+)", row["statistic"])}
    return patients | {
        n for sides in tests.values() for n in (len(sides), sum(sides), len(sides) - sum(sides))
    }


def _differ(row: dict[str, str], other: dict[str, str]) -> int:
    """In how many choices two specifications differ."""
    return sum(row[c] != other[c] for c in ("test", "unit", "covariates", "weights", "outliers"))


def excludes(row: dict[str, str]) -> int:
    """-1, 0 or 1: on which side of no difference the interval of a row lies."""
    if not row["low"] or not row["high"]:
        return 0
    null = {"probability": 0.5, "ratio": 1.0}.get(SCALES[row["analysis"]], 0.0)
    return (float(row["low"]) > null) - (float(row["high"]) < null)


def _stands_in(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def _estimated(row: dict[str, str]) -> tuple[str, ...]:
    """What a row of specifications.csv estimates: in which unit, of whom, by means or ranks, up to which horizon."""
    apart = ("ranks", "restricted_mean_known", "restricted_mean_first", "plain_mean")
    return row["measure_unit"], row["unit"], row["test"] if row["test"] in apart else ""


def unknown_numbers(found: Iterable[Piece], truth: Truth) -> list[str]:
    """Each number that is no rounding of anything that its text is about, with where it stands."""
    wrong = []
    for piece in found:
        known = truth.known(piece)
        wrong += [
            f"{piece.page}, {piece.kind}: {number.value:g} in {piece.text!r}"
            for number in numbers(piece.text)
            if not any(number.is_a_rounding_of(value) for value in known)
        ]
    return wrong
