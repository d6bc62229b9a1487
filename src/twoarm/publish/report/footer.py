"""What every page says of its run at its foot."""

from __future__ import annotations

from twoarm.publish.records.circumstances import CIRCUMSTANCES
from twoarm.publish.records.finished_run import BIBLIOGRAPHY_FILE, MANIFEST
from twoarm.publish.records.manifest import parameters_of, versions
from twoarm.publish.records.tabular import files_of_tables
from twoarm.publish.report.downloads import CHANGES_PAGE, DOWNLOADS
from twoarm.publish.stage import Stage

OF_A_COHORT = ("conf_level", "imbalance", "reconstructions")  # parameters


def footer(stage: Stage, run: str, formats: tuple[str, ...], data: str, changed: bool = False) -> dict:
    """What every page says of its run; `data` is the mark of its data, `changed` whether it has a page of changes."""
    study = stage.study
    downloads = [[name, f"../{file}"] for key, (name, file) in DOWNLOADS.items() if key in formats]
    results = (
        ["Claims (CSV)", "../claims.csv"] if study.spec.published else ["Results (CSV)", "../results.csv"]
    )
    downloads += [["Changed numbers", f"../{CHANGES_PAGE}"]] * changed
    downloads += [results, *([name, f"../{name}"] for name in (BIBLIOGRAPHY_FILE, MANIFEST, CIRCUMSTANCES))]
    return {
        "run": run,
        "parameters": _changed_parameters(stage),
        "data_mark": data,
        "versions": {name: versions()[name] for name in ("twoarm", "python")},
        "date": study.spec.date.isoformat() if study.spec.date else "",
        **({} if study.spec.published else {"n": study.told_n}),
        "notice": study.notice,
        "downloads": downloads if "html" in formats else [],
        "tables": files_of_tables(private=study.spec.private, gathers=study.spec.policy.gathers),
    }


def _changed_parameters(stage: Stage) -> dict:
    """Those that differ from their defaults; of an abstract alone none that a cohort alone has a use for."""
    unused = OF_A_COHORT if stage.study.spec.published else ()
    in_force = parameters_of(stage)
    return {name: in_force[name] for name in stage.study.parameters.changed() if name not in unused}
