"""pyproject.toml, requirements.lock, environment.yml, postBuild and the Makefile say the same thing of the environment."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from places import ROOT
from ruamel.yaml import YAML

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKE = (ROOT / "Makefile").read_text("utf-8")
ENVIRONMENT = YAML(typ="safe").load((ROOT / "environment.yml").read_text("utf-8"))
FROM_SOURCE = "autograd-gamma"  # docs/decisions/0002
NAMED = ("jupyter-book", "pandas", "scipy", "seaborn", "papermill", "nbval")  # as the customer fixed them


def locked(text: str) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Each entry of a lock by its canonical name: its pins with the hashes that stand under them."""
    found: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for entry in re.findall(r"^[a-zA-Z0-9].*?(?=^[a-zA-Z0-9]|\Z)", text, re.MULTILINE | re.DOTALL):
        requirement = Requirement(entry.partition("\\\n")[0].strip())
        hashes = re.findall(r"--hash=(sha256:[0-9a-f]{64})\b", entry)
        found.setdefault(canonicalize_name(requirement.name), []).append((requirement, hashes))
    return found


def direct() -> list[Requirement]:
    return [*of_package(), *(Requirement(text) for text in PROJECT["dependency-groups"]["dev"])]


def of_package() -> list[Requirement]:
    """What the package needs, for what everybody is offered and for what asks for an extra."""
    needed = (PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values())
    return [Requirement(text) for texts in needed for text in texts]


def hosts(text: str) -> list[str]:
    """Everything in a lock that names a place: an address, an index, a link to a folder."""
    return re.findall(
        r"^.*(?:://|--index|--extra-index|--find-links|--trusted-host| @ ).*$", text, re.MULTILINE
    )


@pytest.mark.parametrize("requirement", direct(), ids=lambda r: r.name)
def test_a_direct_dependency_is_locked_as_it_is_asked_for(requirement):
    pins = locked(LOCK)[canonicalize_name(requirement.name)]
    for pin, hashes in pins:
        (exact,) = pin.specifier
        assert exact.operator == "=="
        assert requirement.specifier.contains(exact.version, prereleases=True)
        assert hashes


@pytest.mark.parametrize("requirement", direct(), ids=lambda r: r.name)
def test_what_is_installed_is_what_is_locked(requirement):
    pins = [
        str(pin.specifier).removeprefix("==") for pin, _ in locked(LOCK)[canonicalize_name(requirement.name)]
    ]
    assert version(requirement.name) in pins


def test_every_entry_is_pinned_to_one_version_with_hashes():
    wrong = [
        name
        for name, pins in locked(LOCK).items()
        for pin, hashes in pins
        if not hashes or not re.fullmatch(r"==[\w.+!-]+", str(pin.specifier))
    ]
    assert wrong == []


def test_the_lock_names_no_host():
    assert hosts(LOCK) == []


def test_the_lock_is_read_as_a_whole():
    """Every line that begins a requirement was understood; a parser that finds nothing would pass every other test."""
    begun = [line for line in LOCK.splitlines() if re.match(r"[a-zA-Z0-9]", line)]
    assert sum(map(len, locked(LOCK).values())) == len(begun) > len(direct())


def test_environment_yml_is_python_pip_and_the_lock():
    python, pip, rest = ENVIRONMENT["dependencies"]
    assert re.fullmatch(r"python=3\.1[12]", python)
    assert pip == "pip"
    assert rest == {"pip": ["-r requirements.lock"]}


def test_the_python_versions_agree():
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [v for v in ("3.10", "3.11", "3.12", "3.13") if v in allowed] == ["3.11", "3.12"]
    assert ENVIRONMENT["dependencies"][0].removeprefix("python=") in allowed
    assert PROJECT["tool"]["ruff"]["target-version"] == "py311"
    assert "--python-version 3.11" in LOCK.splitlines()[1]  # the oldest one: --universal covers those above


def test_the_packages_that_the_customer_named_are_direct_dependencies():
    assert {canonicalize_name(r.name) for r in direct()} >= set(NAMED)


def imported(folder: Path) -> set[str]:
    """The packages from outside the standard library that a folder's files import, by the name of the import."""
    nodes = [n for path in folder.rglob("*.py") for n in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    names |= {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"twoarm"}


def test_what_the_package_imports_is_declared():
    declared = {canonicalize_name(requirement.name) for requirement in of_package()}
    homes = {n: {canonicalize_name(d) for d in packages_distributions()[n]} for n in imported(ROOT / "src")}
    homes["ruamel"] = {"ruamel-yaml"}  # a namespace that several distributions share
    assert {name for name, found in homes.items() if not found & declared} == set()
    assert len(homes) > len(NAMED)


@pytest.mark.parametrize(
    ("number", "ready"), [("3.10", False), ("3.11", True), ("3.12", True), ("3.13", False)]
)
def test_make_says_first_which_python_it_needs(number, ready, tmp_path):
    """A stand-in for an interpreter: it runs the Makefile's check as that version would, and no environment."""
    version_info = tuple(int(part) for part in number.split("."))
    python = tmp_path / "python"
    python.write_text(
        f"""#!/bin/sh
[ "$1" = -c ] || {{ echo "made an environment"; exit 9; }}
exec {sys.executable} -c "import sys; sys.version_info = {version_info}; exec(sys.argv[1])" "$2"
""",
        "utf-8",
    )
    python.chmod(0o755)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    command = ["make", f"PYTHON={python}", "book"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert ("made an environment" in done.stdout) == ready
    assert ("Python 3.11 or 3.12 with venv and pip is needed" in done.stderr) != ready


def test_no_checkout_changes_the_end_of_a_line(tmp_path):
    """Hashes of the data are recorded; git on another system would else write other bytes."""
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    names = ["data/patients.csv", "data/simulated.sha256", "data/study.yml", "docs/front-page.png"]
    command = ["git", "check-attr", "text", *names]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == [f"{name}: text: unset" for name in names]


def test_one_package_alone_is_built_from_source():
    assert re.findall(r"--only-binary (\S+)", MAKE) == [":all:"]
    assert re.findall(r"--no-binary (\S+)", MAKE) == [FROM_SOURCE]
    ((_, hashes),) = locked(LOCK)[FROM_SOURCE]
    assert len(hashes) == 1  # the source archive; a wheel would have a second one
    record = (ROOT / "docs" / "decisions" / "0002-one-package-from-source.md").read_text("utf-8")
    assert f"--no-binary {FROM_SOURCE}" in record


def test_hashes_are_required_and_the_package_itself_comes_without_dependencies():
    installs = re.findall(r"pip install(?:[^\n]|\\\n)*", MAKE.replace("\\\n", " "))
    assert [("--require-hashes" in line, "--no-deps -" in line and "-e ." in line) for line in installs] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert re.search(r"pip install .*--no-deps .*\.", (ROOT / "postBuild").read_text("utf-8"))


def test_the_bootstrap_is_taken_from_the_lock():
    for name in ("uv", "setuptools"):
        assert f"/^{name}==/" in MAKE
        assert len(locked(LOCK)[name]) == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("--index-url https://example.org/simple", 1),
        ("pandas @ https://example.org/pandas.whl", 1),
        ("--find-links ./wheels", 1),
        ("pandas==3.1.1 ; python_full_version == '3.12.*' \\", 0),
    ],
)
def test_a_host_in_a_lock_is_found(line, found):
    assert len(hosts(line)) == found
