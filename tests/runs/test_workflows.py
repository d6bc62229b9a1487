"""Continuous integration, hooks and the publishing of the site: checked as far as they can be without their host."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT
from ruamel.yaml import YAML

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = ROOT / ".pre-commit-config.yaml"


def read(path: Path) -> dict:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def run(*command: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def steps() -> list[dict]:
    return [step for path in WORKFLOWS for job in read(path)["jobs"].values() for step in job["steps"]]


def commands() -> list[str]:
    """Every command that a workflow, a hook or .ci/run gives to a shell."""
    hooks = [hook["entry"] for repo in read(HOOKS)["repos"] for hook in repo["hooks"]]
    ours = re.findall(r"\bmake [a-z]+", (ROOT / ".ci" / "run").read_text("utf-8"))
    return sorted({*(step["run"] for step in steps() if "run" in step), *hooks, *ours})


def zizmor(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run(
        BIN / "zizmor", "--offline", "--no-progress", "--config", ROOT / ".github" / "zizmor.yml", *arguments
    )


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_the_workflows_are_what_their_host_reads(schema):
    done = run(BIN / "check-jsonschema", "--builtin-schema", schema, *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(WORKFLOWS) == 2


def test_an_auditor_of_workflows_finds_nothing():
    done = zizmor("--persona", "auditor", *WORKFLOWS, HOOKS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "instead", "found"),
    [
        ("actions/setup-python@v6", "somebody/setup-python@v6", "unpinned-uses"),
        ("persist-credentials: false", "fetch-depth: 1", "artipacked"),
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
    ],
)
def test_what_the_auditor_looks_for_is_found(text, instead, found, tmp_path):
    source = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert text in source
    worse = tmp_path / "ci.yml"
    worse.write_text(source.replace(text, instead), "utf-8")
    done = zizmor("--persona", "auditor", worse)
    assert done.returncode > 0
    assert found in done.stdout


def test_every_action_is_one_of_githubs_own_by_its_version():
    used = [step["uses"] for step in steps() if "uses" in step]
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []
    assert len(used) > 4


@pytest.mark.parametrize("command", commands())
def test_every_command_is_one_target_of_the_makefile(command):
    assert re.fullmatch(r"make [a-z]+", command)
    done = run("make", "--dry-run", *command.split()[1:])
    assert done.returncode == 0, done.stderr


def test_the_hooks_fetch_nothing():
    assert {repo["repo"] for repo in read(HOOKS)["repos"]} == {"local"}
    assert {hook["language"] for repo in read(HOOKS)["repos"] for hook in repo["hooks"]} == {"system"}
    assert run(BIN / "pre-commit", "validate-config", HOOKS).returncode == 0


def test_ci_runs_the_checks_before_the_tests_wherever_it_runs():
    text = (ROOT / ".ci" / "run").read_text("utf-8")
    inner = ["make tools", "make check", "make test"]
    assert re.findall(r"\bmake [a-z]+|export CI=true", text) == ["export CI=true", *inner]
    (job,) = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == inner
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12"]


def test_the_pages_are_the_files_of_a_finished_run(shipped_run, tmp_path):
    """The steps of pages.yml after `make book`, whose run this is."""
    build = read(ROOT / ".github" / "workflows" / "pages.yml")["jobs"]["build"]["steps"]
    assert [step["run"] for step in build if "run" in step] == ["make book", "make pages"]
    assert f"--to {build[-1]['with']['path']}" in run("make", "--dry-run", "pages").stdout
    place = tmp_path / "site"
    ready = Path(sys.prefix, ".ready")
    done = run("make", "-o", ready, f"VENV={sys.prefix}", f"RUN={shipped_run}", f"SITE={place}", "pages")
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if not path.is_dir()}
    published = {p.relative_to(shipped_run).as_posix(): p for p in shipped_run.rglob("*") if p.is_file()}
    assert set(made) == {*published, "index.html"}
    assert all(made[name].read_bytes() == path.read_bytes() for name, path in published.items())
    assert not any(path.is_symlink() for path in place.rglob("*"))
    assert all(path.stat().st_nlink == 1 and path.stat().st_mode & 0o777 == 0o644 for path in made.values())
    assert "refresh" not in made["index.html"].read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"#?:]+)', made["index.html"].read_text("utf-8"))
    assert "results.csv" in links and "html/notebooks/01_methods.html" in links
    assert [link for link in links if not (place / link).is_file()] == []


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A repository with the Makefile, a table of contents and one study of real patients."""
    for name in ("Makefile", "_toc.yml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    study = tmp_path / "hidden" / "away"
    study.mkdir(parents=True)
    for path in (ROOT / "tests" / "bad" / "sound").iterdir():
        (study / path.name).write_bytes(path.read_bytes())
    run("git", "init", "--quiet", cwd=tmp_path)
    run("git", "add", ".", cwd=tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", ["real", "simulated"])
def test_real_patients_are_refused_before_a_commit(kind, checkout):
    spec = checkout / "hidden" / "away" / "study.yml"
    spec.write_text(re.sub(r"data_kind: \w+", f"data_kind: {kind}", spec.read_text("utf-8")), "utf-8")
    ready = Path(sys.prefix, ".ready")
    done = run("make", "-o", ready, f"VENV={sys.prefix}", "studies", cwd=checkout)
    assert (done.returncode != 0) == (kind == "real"), done.stdout + done.stderr
    assert ("a real study inside the checkout" in done.stderr) == (kind == "real")
