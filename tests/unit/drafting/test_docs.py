"""The example of ``docs/init.md`` prints what the page says that it prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from places import ROOT

from twoarm import cli
from twoarm.drafting.answers import FLAGS

PAGE = (ROOT / "docs" / "init.md").read_text("utf-8")


def blocks() -> list[str]:
    """The indented blocks of the page, in their order, without the indentation."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", PAGE, re.MULTILINE)
    return [re.sub("^    ", "", block, flags=re.MULTILINE).strip("\n") for block in found if block.strip()]


def test_the_example_prints_what_the_page_shows(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)[1]
    Path("knee.csv").write_text(table, "utf-8")
    text = "\n\n".join(blocks())
    commands = list(re.finditer(r"^twoarm (init|check) (?!.*/)[^\n]*knee[^\n]*$", text, re.MULTILINE))
    shown = [c for c in commands if not text[: c.start()].endswith("then:\n")]
    for command, following in zip(shown, [*shown[1:], None], strict=True):
        wanted = text[command.end() : following.start() if following else len(text)]
        cli.main(shlex.split(command[0])[1:])
        out, err = capsys.readouterr()
        said = (out + err).replace(f"{tmp_path}/", "")
        for line in filter(str.strip, said.splitlines()):
            assert line in wanted, line


@pytest.mark.parametrize("flag", [flag for flag, _, _ in FLAGS])
def test_the_page_names_every_flag(flag):
    assert f"`--{flag}" in PAGE
