"""What the docstring of a public function or class of `methods` has to say, so that a page of reference can be made."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module

from numpydoc.docscrape import ClassDoc, FunctionDoc, NumpyDocString, Parameter
from numpydoc.validate import validate
from raised_errors import ERRORS, raised

# numpydoc's own checks: GL03 blank lines, GL06 an unknown section, GL07 their order, GL08 no docstring at all, PR02 an
# argument that there is not, RT03 nothing said of what is returned, SS02 a small letter first, SS03 no full stop,
# SS06 a summary of several lines.
FORM = {"GL03", "GL06", "GL07", "GL08", "PR02", "RT03", "SS02", "SS03", "SS06"}
ARRAY, SHAPE, NUMBER = (
    re.compile(rf"\b({words})\b") for words in ("arrays?|sequence|list", "shapes?|length", "float|int")
)
# A number says where it may lie, or in what it is counted.
PLACED = re.compile(
    r"[\[(]-?[\w.]+, [^\])]+[\])]|\d <=? \w|[<>]=? ?-?\d|at least \d|above -?\d|"
    r"\b(units?|patients?|events?|proportions?|probabilit(y|ies)|chance|share|rank|logarithms?|log odds|ratio|"
    r"standard deviations?|standard errors?|degrees of freedom)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Documented:
    """A public function, method, property or class by its module and qualified name."""

    module: str
    name: str

    @cached_property
    def thing(self) -> object:
        found: object = import_module(self.module)
        for part in self.name.split("."):
            found = inspect.getattr_static(found, part)
        return found.__func__ if isinstance(found, classmethod | staticmethod) else found

    @cached_property
    def doc(self) -> NumpyDocString:
        if isinstance(self.thing, type):
            return ClassDoc(self.thing, config={"show_class_members": False})
        return FunctionDoc(self.thing)

    @property
    def arguments(self) -> list[str]:
        stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
        parameters = inspect.signature(self.thing).parameters.values()
        return [stars.get(p.kind, "") + p.name for p in parameters if p.name not in ("self", "cls")]


def breaches(module: str, name: str) -> Iterator[str]:
    """Every rule that the docstring of this name breaks, each as a line to mend it by."""
    documented = Documented(module, name)
    yield from (f"{code} {text}" for code, text in validate(f"{module}.{name}")["errors"] if code in FORM)
    yield from _references(documented.doc)
    said = {entry.type for entry in documented.doc["Raises"]} & ERRORS
    if said != raised(module, name):
        yield f"Raises: it can raise {sorted(raised(module, name))}, and says {sorted(said)}"
    if dataclasses.is_dataclass(documented.thing):
        fields = [field.name for field in dataclasses.fields(documented.thing)]
        yield from _entries("Attributes", documented.doc["Attributes"], fields)
    elif inspect.isfunction(documented.thing):
        yield from _entries("Parameters", documented.doc["Parameters"], documented.arguments)
        yield from _entries("Returns", documented.doc["Returns"], None)
    if "." not in name:
        yield from _source_and_example(documented)


def _entries(section: str, entries: list[Parameter], wanted: list[str] | None) -> Iterator[str]:
    """Whether a section names what it should, in that order, each with its type and its shape, domain or unit."""
    names = [name.strip() for entry in entries for name in entry.name.split(",")]
    if wanted is None and not entries:
        yield f"{section}: none"
    if wanted is not None and names != wanted:
        yield f"{section}: {names}, where there are {wanted}"
    for name, kind, lines in entries:
        if not kind or not any(lines):
            yield f"{section}, {name}: neither type nor description may be missing"
        elif ARRAY.search(kind):
            yield from () if SHAPE.search(kind) else (f"{section}, {name}: an array without its shape",)
        elif NUMBER.search(kind) and not PLACED.search(" ".join([kind, *lines])):
            yield f"{section}, {name}: a number without unit or domain"


def _references(doc: NumpyDocString) -> Iterator[str]:
    listed = re.findall(r"^\.\. \[(\d+)\] \S", "\n".join(doc["References"]), re.MULTILINE)
    cited = re.findall(r"\[(\d+)\]_", "\n".join([*doc["Extended Summary"], *doc["Notes"]]))
    if listed != [str(number) for number in range(1, len(listed) + 1)] or set(listed) != set(cited):
        yield f"References: numbered {listed}, cited in the notes {sorted(set(cited))}"


def _source_and_example(documented: Documented) -> Iterator[str]:
    doc, text = documented.doc, "\n".join(documented.doc["Examples"])
    if not (doc["Notes"] or doc["References"]):
        yield "neither References nor Notes on how it is defined"
    # A class may be shown by the function that makes it.
    if ">>> " not in text or not (isinstance(documented.thing, type) or f"{documented.name}(" in text):
        yield "Examples: none that calls it"
