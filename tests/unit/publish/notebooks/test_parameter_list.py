"""The printed list of parameters says what the model and the notebooks say."""

from __future__ import annotations

import re

from places import ROOT

from twoarm import cli
from twoarm.publish.notebooks.parameter_list import parameter_list, used_by
from twoarm.study.parameters import Parameters


def test_every_parameter_is_listed_with_what_it_means(capsys, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    assert cli.main(["parameters"]) == 0
    entries = capsys.readouterr().out.strip().split("\n\n")
    assert [entry.partition(":")[0] for entry in entries] == list(Parameters.model_fields)
    for entry, field in zip(entries, Parameters.model_fields.values(), strict=True):
        assert field.description in entry


def test_bounds_and_defaults_are_those_of_the_model():
    said = parameter_list(ROOT)
    assert "alpha: number; above 0 and below 0.5; default 0.05\n" in said
    assert "conf_level: number; above 0.5 and below 1; default none\n" in said
    assert "reconstructions: whole number; at least 0 and at most 1000; default 20\n" in said


def test_the_notebooks_named_are_those_that_declare_it():
    for name, users in used_by(ROOT).items():
        declaring = [
            path.stem
            for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
            if re.search(rf'^ +"{name}: ', path.read_text("utf-8"), re.MULTILINE)
        ]
        assert sorted(users) == declaring, name
    # Whoever runs the template says which section; a run says it for them, and nobody says it to a run.
    assert used_by(ROOT).keys() == Parameters.model_fields.keys() | {"section"}
    assert used_by(ROOT)["section"] == ["section"]


def test_the_readme_gives_each_parameter_its_default():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    defaults = {n: f.default for n, f in Parameters.model_fields.items() if n != "study"}
    assert dict(rows) == {n: "1 − `alpha`" if d is None else f"{d:g}" for n, d in defaults.items()}
