"""What the package offers: looked up when it is asked for, seen by editors and checkers in stubs, held to what there is."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from places import ROOT

import twoarm
from twoarm.lazy import names_in

PACKAGE = ROOT / "src" / "twoarm"
STUBS = sorted(PACKAGE.rglob("__init__.pyi"))
FOLDERS = [path for path in sorted((PACKAGE / "methods").iterdir()) if (path / "__init__.py").exists()]


def dotted(path: Path) -> str:
    return ".".join(("twoarm", *path.parent.relative_to(PACKAGE).parts))


def defined(folder: Path) -> Iterator[tuple[str, str]]:
    """Each public function and class of a folder's modules, with its module."""
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, f"{dotted(path)}.{path.stem}"


def imported_by(statement: str) -> set[str]:
    """What a fresh interpreter has imported after a statement."""
    asked = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import twoarm",
        "import twoarm.methods",
        "import twoarm; twoarm.methods.counts; dir(twoarm.methods.times)",
    ],
)
def test_importing_it_imports_nothing_of_weight(statement):
    assert (
        imported_by(statement) & {"pandas", "numpy", "scipy", "statsmodels", "matplotlib", "IPython"} == set()
    )


def test_a_method_needs_no_pandas():
    found = imported_by("import twoarm; twoarm.methods.counts.risk_difference(4, 30, 10, 32)")
    assert found & {"pandas", "statsmodels", "matplotlib", "IPython"} == set()


@pytest.mark.parametrize("stub", STUBS, ids=dotted)
def test_every_name_of_a_stub_is_there(stub):
    package = import_module(dotted(stub))
    names = names_in(stub.read_text("utf-8"))
    assert dir(package) == package.__all__ == sorted(names)
    for name, home in names.items():
        assert getattr(package, name).__name__ == (f"{home}.{name}" if home == dotted(stub) else name)


@pytest.mark.parametrize("stub", STUBS, ids=dotted)
def test_a_stub_exports_each_name_on_a_line_of_its_own(stub):
    """``import a as a`` is how a stub says that the name is public."""
    imports = [node for node in ast.parse(stub.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
    assert [alias.name for node in imports for alias in node.names if alias.asname != alias.name] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_public_function_of_methods_is_offered(folder):
    assert names_in((folder / "__init__.pyi").read_text("utf-8")) == dict(defined(folder))


def test_every_folder_of_methods_is_offered():
    names = names_in((PACKAGE / "methods" / "__init__.pyi").read_text("utf-8"))
    assert {name for name, home in names.items() if home == "twoarm.methods"} == {
        folder.name for folder in FOLDERS
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_function_is_called_as_its_module(folder):
    """Else `twoarm.methods.design.equivalence` would be one or the other, after what was imported before."""
    assert {name for name, _ in defined(folder)} & {path.stem for path in folder.glob("*.py")} == set()


def test_the_version_is_the_one_of_the_project():
    assert (
        twoarm.__version__
        == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    )


@pytest.mark.parametrize("package", [twoarm, twoarm.methods, twoarm.methods.counts], ids=lambda p: p.__name__)
def test_a_name_that_is_none(package):
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'nonesuch'"):
        package.nonesuch  # noqa: B018


CALL = "twoarm.compare(pd.DataFrame(), 'arm', treated='a', control='b', {}='c').to_frame()\n"


def test_a_checker_sees_what_stubs_say(tmp_path):
    """Sound calls are passed, and a wrong argument or name is told before anything runs."""
    start = "import pandas as pd\nimport twoarm\ncounts = twoarm.methods.counts\n"
    sound = f"{start}counts.risk_difference(4, 30, 10, 32).value\ntwoarm.__version__.upper()\n{CALL.format('outcome')}"
    wrong = f"{start}counts.risk_difference(4, 30, 10, 32, 0.95, 1)\ntwoarm.outcome_tabel\n{CALL.format('outcomes')}"
    told = []
    for name, text in (("sound.py", sound), ("wrong.py", wrong)):
        (tmp_path / name).write_text(text, "utf-8")
        command = [
            Path(sys.executable).parent / "ty",
            "check",
            "--python",
            sys.prefix,
            "--output-format",
            "concise",
            name,
        ]
        told.append(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout)
    assert "All checks passed" in told[0]
    assert "too-many-positional-arguments" in told[1]
    assert "outcome_tabel" in told[1]
    assert "no-matching-overload" in told[1]


def test_the_marker_of_a_typed_package_and_the_stubs_are_packed():
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "package-data"
    ]["twoarm"]
    files = {path for pattern in packed for path in PACKAGE.glob(pattern)}
    assert {PACKAGE / "py.typed", *STUBS} <= files
