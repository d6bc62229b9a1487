"""All four formats where no checkout is; `tests/runs` asks the rest of a website alone."""

from __future__ import annotations

import shutil

from installed import MARK, install
from reports import digests


def test_every_format_is_built_from_a_wheel(gbsg2_study, tmp_path):
    made = install(tmp_path)
    study = shutil.copytree(gbsg2_study, tmp_path / "home" / "study")
    before = digests(study)
    done = made.twoarm(tmp_path, "build", "home/study", "--output", "reports", "--run", "all")
    assert done.returncode == 0, done.stderr
    run = tmp_path / "reports" / "_build" / "runs" / "all"
    assert {"supplement.pdf", "supplement.docx", "supplement.jats.xml", "html"} < {
        p.name for p in run.iterdir()
    }
    assert MARK in (run / "supplement.jats.xml").read_text("utf-8")
    assert digests(study) == before
    assert [path.name for path in study.parent.iterdir()] == ["study"]
