"""The check of a study without building it: everything that `build` would refuse, and what is worth a look."""

from __future__ import annotations

from pathlib import Path

from twoarm.errors import InputError, TwoArmError
from twoarm.present.narrative import unknown_values
from twoarm.publish.findings import Findings
from twoarm.publish.report.before import earlier_version
from twoarm.publish.stage import read_buildable
from twoarm.study.files.book import find_book
from twoarm.study.files.study_folder import find_study
from twoarm.study.opened import Study
from twoarm.study.plausible.warnings import plausibility_warnings


def check_study(name: str, strict: bool = False) -> Findings:
    """Check a study folder: files, policy, pages, live values.

    Parameters
    ----------
    name : the folder, looked up as `find_study` does.
    strict : whether a warning refuses the study as a broken rule does.
    """
    folder = None
    try:
        folder = find_study(name)
        study = _buildable(folder)
    except TwoArmError as exc:
        return Findings(name, folder, error=exc)
    return Findings(name, folder, study, warnings=plausibility_warnings(study), strict=strict)


def _buildable(folder: Path) -> Study:
    study = read_buildable(folder, folder, find_book())
    earlier_version(folder, study.spec)
    if problems := unknown_values(study):
        raise InputError("A live value is not known", problems, "Correct the name in braces.")
    return study
