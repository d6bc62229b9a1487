"""`make docs`: one site of the pages of docs/, with a reference made from the docstrings, and no warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from places import ROOT

from twoarm.cli import command_parser
from twoarm.lazy import names_in

METHODS = ROOT / "src" / "twoarm" / "methods"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    build = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-q",
        "-b",
        "html",
        "-d",
        folder / "trees",
        ROOT / "docs",
        folder / "site",
    ]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == 0
    return folder / "site"


def page(site: Path, name: str) -> html.HtmlElement:
    return html.parse(site / f"{name}.html").getroot()


def test_every_page_of_the_folder_is_led_to(site):
    pages = {
        path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")
    }
    assert {name for name in pages if not (site / f"{name}.html").exists()} == set()
    first = {link.get("href").partition("#")[0] for link in page(site, "index").iterfind(".//nav//a[@href]")}
    assert {f"{name}.html" for name in pages if "/" not in name and name != "index"} <= first


@pytest.mark.parametrize("folder", [p.parent.name for p in sorted(METHODS.glob("*/__init__.pyi"))])
def test_every_method_has_its_place_in_the_reference(site, folder):
    found = {element.get("id") for element in page(site, f"api/{folder}").iter() if element.get("id")}
    names = names_in((METHODS / folder / "__init__.pyi").read_text("utf-8"))
    assert {f"{home}.{name}" for name, home in names.items()} - found == set()


def test_references_are_numbered_as_the_docstring_numbers_them(site):
    text = page(site, "api/counts").text_content()
    assert "[1] Miettinen O, Nurminen M." in " ".join(text.split())
    assert not re.search(r"\[R[0-9a-f]{6,}", text)


def test_every_command_is_told_with_its_flags(site):
    text = page(site, "commands").text_content()
    (commands,) = (action for action in command_parser()._actions if hasattr(action, "add_parser"))
    for name, parser in commands.choices.items():
        assert f"usage: twoarm {name}" in text
        assert [
            flag for action in parser._actions for flag in action.option_strings if flag not in text
        ] == []


def test_no_page_asks_another_host_for_anything(site):
    loaded = re.compile(
        r"""<(?:script|img|iframe)[^>]+src=["']https?:|<link[^>]+rel=["'](?:stylesheet|preload)["'][^>]+href=["']https?:"""
    )
    assert [path.name for path in site.rglob("*.html") if loaded.search(path.read_text("utf-8"))] == []
