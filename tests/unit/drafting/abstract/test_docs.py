"""The example of ``docs/audit.md`` prints what the page says that it prints."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from places import ROOT

from twoarm import cli

PAGE = (ROOT / "docs" / "audit.md").read_text("utf-8")


def test_the_example_prints_what_the_page_shows(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert text is not None
    Path("stents.txt").write_text(text[1], "utf-8")
    wanted = [line.removeprefix("    ") for line in PAGE.splitlines() if line.startswith("    ")]
    for command in ("audit stents.txt", "audit --confirm --no-build stents-study"):
        assert cli.main(command.split()) == 0
        said = (
            capsys.readouterr()
            .out.replace(f"{tmp_path}/", "")
            .replace(" Next: twoarm check stents-study", "")
        )
        assert [line for line in said.splitlines() if line and line not in wanted] == []


def test_the_page_names_every_flag():
    (commands,) = (
        action for action in cli.command_parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    flags = [flag for action in commands.choices["audit"]._actions for flag in action.option_strings]
    assert [flag for flag in flags if flag not in ("-h", "--help") and f"`{flag}" not in PAGE] == []
