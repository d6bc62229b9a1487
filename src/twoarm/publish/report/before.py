"""What a study keeps of the version before this one."""

from __future__ import annotations

from pathlib import Path

from twoarm.errors import DisclosureError, Place, Problem
from twoarm.publish.records.finished_run import PublishedRun, read_manifest, run_of
from twoarm.study.files.regular_files import PREVIOUS
from twoarm.study.specification import StudySpec


def earlier_version(study_folder: Path, spec: StudySpec) -> PublishedRun | None:
    """What a study keeps of its version before; None for a study that keeps none.

    Raises
    ------
    DisclosureError
        The patients are not public, or their policy masks: what two versions mask apart, they may tell together.
    InputError
        Its manifest or its tables are missing or damaged.
    """
    folder = study_folder / PREVIOUS
    if not folder.is_dir():
        return None
    if spec.private or spec.policy.masks:
        problem = Problem(
            Place(at=f"{PREVIOUS}/"),
            "two versions side by side may tell of patients what each of them masks",
            "remove the folder; twoarm diff compares two runs for you alone",
        )
        raise DisclosureError(f"{study_folder.name}/ cannot be built", [problem], "Nothing was run.")
    return run_of(folder, read_manifest(folder), drawn=False)
