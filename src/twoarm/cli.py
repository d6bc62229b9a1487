"""The command ``twoarm``: it parses, calls one function and turns an error into words and an exit code."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from twoarm.study.errors import DiskError, ParameterError, TwoArmError
from twoarm.study.parameters import Parameters, check_parameters, parse_assignments
from twoarm.study.study import find_study, read_study
from twoarm.study.yaml_file import read_yaml

DISK = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT}


class Terminated(BaseException):
    """The process was asked to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        arguments = _parser().parse_args(argv)
        return arguments.command(arguments) or 0
    except TwoArmError as exc:
        print(exc, file=sys.stderr)
        return exc.exit_code
    except KeyboardInterrupt:
        print("Interrupted; the earlier report is untouched.", file=sys.stderr)
        return 130
    except Terminated:
        print("Ended on request; the earlier report is untouched.", file=sys.stderr)
        return 143
    except OSError as exc:
        if exc.errno not in DISK:
            raise
        print(
            DiskError(f"The disk refuses: {os.strerror(exc.errno)}", [], "Free it or make it writable."),
            file=sys.stderr,
        )
        return DiskError.exit_code


def _terminate(number: int, frame: object) -> None:
    raise Terminated


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="twoarm", description="An executable report on a two-arm cohort.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build and publish the report of a study")
    build.add_argument("study", nargs="?", default="data", help="study folder (default: data)")
    build.add_argument(
        "-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), help="set a parameter"
    )
    build.add_argument("-f", metavar="PARAMS.yml", type=Path, help="read parameters from a YAML file")
    build.add_argument("--run", default="default", help="name of the run (default: default)")
    build.add_argument("--formats", default="html,pdf,docx,jats", help="of html,pdf,docx,jats (default: all)")
    build.set_defaults(command=_build)

    check = commands.add_parser("check", help="check a study folder and list every problem")
    check.add_argument("study", nargs="?", default="data")
    check.set_defaults(command=_check)

    simulate = commands.add_parser(
        "simulate", help="write the simulated cohort of a study from its simulation.yml"
    )
    simulate.add_argument("study", nargs="?", default="data")
    simulate.add_argument("--seed", type=int, help="another seed than the plan's")
    simulate.set_defaults(command=_simulate)

    accept = commands.add_parser("accept", help="execute the shipped notebooks and keep their outputs")
    accept.set_defaults(command=_accept)
    return parser


def _parameters(arguments: argparse.Namespace) -> Parameters:
    given = {}
    if arguments.f:
        given = read_yaml(arguments.f, ParameterError) or {}
        if not isinstance(given, dict):
            raise ParameterError(
                "The parameters cannot be used", [f"{arguments.f.name}: name: value on each line"]
            )
    return check_parameters({"study": arguments.study, **given, **parse_assignments(arguments.p)})


def _build(arguments: argparse.Namespace) -> None:
    parameters = _parameters(arguments)
    from twoarm.build.run import build

    formats = tuple(f.strip() for f in arguments.formats.split(",") if f.strip())
    print(f"published in {build(parameters, arguments.run, formats)}")


def _check(arguments: argparse.Namespace) -> None:
    study = read_study(find_study(arguments.study))
    sizes = ", ".join(f"{study.cohort.size(arm.level)} {arm.label}" for arm in study.arms)
    print(
        f"{study.folder.name}/ is in order: {study.n} patients ({sizes}), {len(study.dictionary)} variables."
    )


def _simulate(arguments: argparse.Namespace) -> None:
    from twoarm.study.simulate import simulate_study

    folder = Path(arguments.study)
    simulate_study(folder, arguments.seed)
    print(f"wrote patients.csv and visits.csv in {folder}/")


def _accept(arguments: argparse.Namespace) -> None:
    from twoarm.build.accept import accept

    changed = accept()
    print("\n".join(f"changed: {path.name}" for path in changed) or "no output has changed")


if __name__ == "__main__":
    sys.exit(main())
