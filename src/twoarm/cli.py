"""The command ``twoarm``: it parses, calls one function and turns an error into words and an exit code.

What is heavy is imported by the function that needs it: Ctrl-C is to be answered from the first moment.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twoarm.disk import disk_error
from twoarm.drafting.answers import FLAGS, answers_of
from twoarm.errors import DiskError, ParameterError, Place, Problem, TwoArmError
from twoarm.interruption import Interrupted, answering
from twoarm.terminal import tell

if TYPE_CHECKING:
    from twoarm.study.parameters import Parameters

DEBUG = "TWOARM_DEBUG"  # set to 1: a bug of ours shows its traceback, which may hold values of patients
BUG = 70
DIFFERENT = 1  # of diff alone
_SHIPPED = "data"
_WATCH = "--watch"
_EVERY_FORMAT = "html,pdf,docx,jats"
_FORMATS_HELP = f"of {_EVERY_FORMAT} (default: all)"
_NEAREST = "the nearest with one, from here upwards"
STUDY_HELP = f"study folder (default: {_SHIPPED})"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    try:
        with answering() as asked:
            return _run(argv, asked)
    except Interrupted as exc:
        return exc.code


def _run(argv: Sequence[str] | None, asked: Callable[[], bool]) -> int:
    try:
        given = sys.argv[1:] if argv is None else list(argv)
        arguments = command_parser().parse_args(given)
        arguments.given = given
        return arguments.command(arguments) or 0
    except Interrupted:
        _end_what_was_started()
        raise
    except Exception as exc:
        if asked():  # what broke is what was broken off
            _end_what_was_started()
            raise
        return _failed(exc)


def _failed(exc: Exception) -> int:
    if isinstance(exc, TwoArmError):
        return _say(str(exc), exc.exit_code)
    if isinstance(exc, BrokenPipeError):  # whoever read the output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DiskError.exit_code
    if isinstance(exc, OSError) and (refused := disk_error(exc)):
        return _say(str(refused), refused.exit_code)
    if os.environ.get(DEBUG) == "1":
        traceback.print_exc()
    return _say(_bug(exc), BUG)


def _end_what_was_started() -> None:
    """The server of the kernels listens to no signal while it imports, and the exit would wait for it."""
    if processes := sys.modules.get("twoarm.publish.notebooks.processes"):
        processes.end_below(os.getpid())
    gc.freeze()  # at its end Python would look through all objects for what nobody needs: seconds on a busy machine


def _say(words: str, code: int) -> int:
    tell(words, file=sys.stderr)
    return code


def _bug(exc: Exception) -> str:
    """One line without the exception's own message, which may hold a patient's value."""
    from importlib.metadata import version

    frames = [f for f in traceback.extract_tb(exc.__traceback__) if "twoarm" in Path(f.filename).parts]
    place = f" in {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    return (
        f"A bug of twoarm {version('twoarm')}: {type(exc).__name__}{place}. Please report this line and the command "
        f"to whoever maintains twoarm; {DEBUG}=1 shows more, which may hold values of patients."
    )


def command_parser() -> argparse.ArgumentParser:
    """Every command with its flags; the page of the commands is made from it."""
    parser = argparse.ArgumentParser(prog="twoarm", description="An executable report on a two-arm cohort.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build and publish the report of a study")
    build.add_argument("study", nargs="?", help=STUDY_HELP)
    build.add_argument(
        "-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), help="set a parameter"
    )
    build.add_argument("-f", metavar="PARAMS.yml", type=Path, help="read parameters from a YAML file")
    build.add_argument("--run", default="default", help="name of the run (default: default)")
    build.add_argument("--formats", default=_EVERY_FORMAT, help=_FORMATS_HELP)
    build.add_argument("-j", type=_positive, metavar="N", help="notebooks at one time (default: 3)")
    build.add_argument(
        _WATCH, action="store_true", help="build again whenever the study, the book or a notebook changes"
    )
    _add_output(build, "the checkout, or outside of it the folder that the study's stands in")
    _add_ledger(build)
    build.add_argument("--fresh", action="store_true", help="use nothing that an earlier run has computed")
    build.set_defaults(command=_build)

    check = commands.add_parser("check", help="check a study folder and list every problem")
    check.add_argument("study", nargs="?", default=_SHIPPED, help=STUDY_HELP)
    check.add_argument("--strict", action="store_true", help="refuse what is only worth a look, too")
    check.add_argument(
        "--show-values", action="store_true", help="show the values that break rules, here only"
    )
    check.add_argument("--json", action="store_true", help="print one JSON object for a machine")
    check.set_defaults(command=_check)

    parameters = commands.add_parser(
        "parameters", help="list the parameters of a run, their bounds and meaning"
    )
    parameters.set_defaults(command=_list_parameters)

    _add_init(commands)
    _add_audit(commands)

    schema = commands.add_parser(
        "schema", help="print the JSON Schema of a file, by which an editor completes it"
    )
    schema.add_argument(
        "file",
        metavar="FILE",
        choices=("study", "claims", "grid"),
        help="study, claims or grid, for FILE.yml",
    )
    schema.set_defaults(command=_schema)

    simulate = commands.add_parser(
        "simulate", help="write the simulated cohort of a study from its simulation.yml"
    )
    simulate.add_argument("study", nargs="?", default=_SHIPPED, help=STUDY_HELP)
    simulate.add_argument("--seed", type=int, help="another seed than the plan's")
    simulate.add_argument(
        "--force", action="store_true", help="replace tables that no simulation is recorded to have written"
    )
    simulate.set_defaults(command=_simulate)

    diff = commands.add_parser("diff", help="compare two published runs: what moved, what flipped, and why")
    diff.add_argument("run_a", metavar="RUN_A", help="a run of _build/runs, or the path of a run's folder")
    diff.add_argument("run_b", metavar="RUN_B", help="another one")
    diff.add_argument("--tolerance", type=float, metavar="T", help="0.01 is one percent (default: 1e-9)")
    diff.add_argument(
        "--to", type=Path, metavar="FOLDER", help="folder of the page (default: in _build/diffs)"
    )
    _add_output(diff, _NEAREST)
    diff.set_defaults(command=_diff)

    _add_sweep(commands)

    runs = commands.add_parser("runs", help="list what was built, and write an index page of it")
    _add_output(runs, _NEAREST)
    runs.set_defaults(command=_runs)

    pages = commands.add_parser("pages", help="make the folder of a published run that a web host is given")
    pages.add_argument("run", nargs="?", default="default", help="a run of _build/runs (default: default)")
    pages.add_argument("--to", type=Path, metavar="FOLDER", help="folder to write (default: _build/pages)")
    _add_output(pages, _NEAREST)
    pages.set_defaults(command=_pages)

    _add_release(commands)

    accept = commands.add_parser("accept", help="execute the shipped notebooks and keep their outputs")
    accept.set_defaults(command=_accept)

    clean = commands.add_parser("clean", help="remove what earlier runs have computed; published runs stay")
    _add_output(clean, _NEAREST)
    clean.set_defaults(command=_clean)
    return parser


def _add_sweep(commands: argparse._SubParsersAction) -> None:
    words = "make the runs of a grid of parameters, studies or levels of a column, and compare them"
    command = commands.add_parser("sweep", help=words)
    command.add_argument("grid", metavar="GRID.yml", type=Path, help="which runs: docs/sweep.md")
    command.add_argument("-j", type=_positive, metavar="N", help="runs at one time here (default: the cores)")
    words = f"also build the report of each run, {_FORMATS_HELP.replace('all', 'none')}"
    command.add_argument("--formats", default="", help=words)
    words = "of Dask workers that run already and see the same files: tcp://HOST:PORT or tls://HOST:PORT"
    command.add_argument("--scheduler", default="", metavar="ADDRESS", help=words)
    for flag, said in {
        "ca": "the authority's certificate",
        "cert": "your certificate",
        "key": "your key",
    }.items():
        command.add_argument(
            f"--tls-{flag}", type=Path, metavar="FILE", help=f"of a scheduler at tls://: {said}"
        )
    _add_output(command, "the checkout, or outside of it the folder that the first study's stands in")
    _add_ledger(command)
    command.set_defaults(command=_sweep)


def _add_output(command: argparse.ArgumentParser, default: str) -> None:
    words = f"folder in which _build stands (default: {default})"
    command.add_argument("--output", type=_folder, metavar="FOLDER", help=words)


def _add_release(commands: argparse._SubParsersAction) -> None:
    words = "copy what a run published for others to read, with a sheet for whoever checks it"
    release = commands.add_parser("release", help=words)
    release.add_argument("run", metavar="RUN", help="a run of _build/runs, or the path of a run's folder")
    release.add_argument(
        "--to", type=_folder, required=True, metavar="FOLDER", help="folder to make, or an empty one"
    )
    reason = "why it may leave though it is close to an earlier release of the same patients"
    release.add_argument("--overlap-accepted", metavar="WHY", help=reason)
    _add_ledger(release)
    _add_output(release, _NEAREST)
    release.set_defaults(command=_release)


def _add_ledger(command: argparse.ArgumentParser) -> None:
    words = (
        "of private studies: folder of the key and of earlier releases (default: the user's data directory)"
    )
    command.add_argument("--ledger", type=_folder, metavar="FOLDER", help=words)


def _positive(text: str) -> int:
    """A whole number from 1 on."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("not a whole number from 1 on")
    return int(text)


def _folder(name: str) -> Path:
    """A folder that the shell may have left in the form ``~/reports``: it does after ``--output=``."""
    from twoarm.study.files.book import expanded

    return expanded(name)


def _add_init(commands: argparse._SubParsersAction) -> None:
    init = commands.add_parser("init", help="draft a study folder from one plain table, CSV or Excel")
    init.add_argument(
        "file", type=Path, metavar="FILE", help="the table; with --confirm alone, a drafted folder"
    )
    for flag, value, words in FLAGS:
        init.add_argument(f"--{flag}", metavar=value, help=words)
    init.add_argument("--confirm", action="store_true", help="take the guesses as confirmed")
    init.set_defaults(command=_init)


def _add_audit(commands: argparse._SubParsersAction) -> None:
    audit = commands.add_parser("audit", help="draft an audit of an abstract alone, from its plain text")
    audit.add_argument(
        "file", metavar="FILE", help="plain text or Markdown, or -; with --confirm alone, a drafted folder"
    )
    audit.add_argument(
        "--to", default="", metavar="FOLDER", help="the new folder (default: FILE's name with -study)"
    )
    audit.add_argument(
        "--title", default="", metavar="TEXT", help="the title of the report (default: the abstract's)"
    )
    audit.add_argument("--treated", default="", metavar="LABEL", help="the arm that is the treated one")
    audit.add_argument(
        "--confirm", action="store_true", help="take the guesses as confirmed, and build the report"
    )
    audit.add_argument("--no-build", action="store_true", help="with --confirm: build nothing")
    audit.add_argument("--formats", default=_EVERY_FORMAT, help=_FORMATS_HELP)
    _add_output(audit, "the checkout, or outside of it the folder that the study's stands in")
    audit.set_defaults(command=_audit)


def _parameters(arguments: argparse.Namespace) -> Parameters:
    from twoarm.study.files.yaml_file import read_yaml
    from twoarm.study.parameters import check_parameters, parse_assignments

    given = {}
    if arguments.f:
        given = read_yaml(arguments.f, ParameterError) or {}
        if not isinstance(given, dict):
            problem = Problem(Place(arguments.f.name), "not of the form `name: value`, one to a line")
            raise ParameterError("The parameters cannot be used", [problem], "Correct the file.")
    given |= parse_assignments(arguments.p)
    if "study" in given and arguments.study is not None:
        problem = Problem(Place(at="study"), "given as a folder and as a parameter")
        raise ParameterError("The parameters cannot be used", [problem], "Give the study once.")
    return check_parameters({"study": _SHIPPED if arguments.study is None else arguments.study, **given})


def _build(arguments: argparse.Namespace) -> None:
    parameters = _parameters(arguments)
    if arguments.watch:
        from twoarm.publish.watching.loop import watch

        once = [word for word in arguments.given if not (word.startswith("--w") and _WATCH.startswith(word))]
        watch(once, parameters.study, [arguments.f] if arguments.f else [])
        return
    run, formats = arguments.run, _formats(arguments)
    if not arguments.fresh:
        from twoarm.publish.reused.runs import published

        if there := published(parameters, run, formats, arguments.output):
            tell("\n".join([*there.notes, f"nothing has changed; published in {there.link}"]))
            return
    from twoarm.publish.run import build

    given = (arguments.output, arguments.ledger, arguments.fresh, arguments.j)
    tell(f"published in {build(parameters, run, formats, *given)}")


def _list_parameters(arguments: argparse.Namespace) -> None:
    from twoarm.publish.notebooks.parameter_list import parameter_list
    from twoarm.study.files.book import find_book

    tell(parameter_list(find_book()))


def _check(arguments: argparse.Namespace) -> int:
    from twoarm.publish.check import check_study

    found = check_study(arguments.study, arguments.strict)
    if arguments.json:
        print(found.machine(arguments.show_values))
        return found.exit_code
    for text in (found.accepted(), found.values() if arguments.show_values else ""):
        tell(text, end="\n" * bool(text))
    return _say(found.refused(), found.exit_code) if found.exit_code else 0


def _init(arguments: argparse.Namespace) -> None:
    from twoarm.drafting.init import confirm_study, init_study, somebody

    if arguments.file.is_dir() and arguments.confirm:
        tell(confirm_study(arguments.file))
        return
    flags = {name: getattr(arguments, name) for flag, _, _ in FLAGS if (name := flag.replace("-", "_"))}
    tell(init_study(arguments.file, answers_of(**flags), arguments.confirm, somebody()))


def _audit(arguments: argparse.Namespace) -> None:
    from twoarm.drafting.abstract.audit import audit_abstract
    from twoarm.drafting.init import confirm_study, slug, somebody

    folder, builds = _folder(arguments.file), arguments.confirm and not arguments.no_build
    if arguments.confirm and folder.is_dir():
        tell(confirm_study(folder, last=builds))
    else:
        given = (arguments.to, arguments.title, arguments.treated, arguments.confirm)
        asks = somebody() if arguments.file != "-" else None
        folder, said = audit_abstract(arguments.file, *given, asks)
        tell(said)
    if builds:
        tell(f"published in {_published(folder, slug(folder.name), arguments)}")


def _published(study: Path, run: str, arguments: argparse.Namespace) -> Path:
    from twoarm.publish.run import build
    from twoarm.study.parameters import check_parameters

    return build(check_parameters({"study": str(study)}), run, _formats(arguments), arguments.output)


def _formats(arguments: argparse.Namespace) -> tuple[str, ...]:
    return tuple(f.strip() for f in arguments.formats.split(",") if f.strip())


def _schema(arguments: argparse.Namespace) -> None:
    from twoarm.study.reference.schemas import schema_text

    print(schema_text(arguments.file), end="")


def _simulate(arguments: argparse.Namespace) -> None:
    from twoarm.simulation.simulate import simulate_study
    from twoarm.study.opened import find_simulated

    folder = find_simulated(arguments.study)
    simulate_study(folder, arguments.seed, arguments.force)
    tell(f"wrote the simulated cohort in {folder.name}/")


def _diff(arguments: argparse.Namespace) -> int:
    from twoarm.publish.diff import TIGHT, diff

    tolerance = TIGHT if arguments.tolerance is None else arguments.tolerance
    found = diff(arguments.run_a, arguments.run_b, tolerance, arguments.to, arguments.output)
    tell(f"{found.summary}\npage: {_from_here(found.page)}")
    return 0 if found.alike else DIFFERENT


def _sweep(arguments: argparse.Namespace) -> int:
    from twoarm.publish.sweeps.cluster import Scheduler
    from twoarm.publish.sweeps.making import make_sweep

    at = Scheduler(arguments.scheduler, arguments.tls_ca, arguments.tls_cert, arguments.tls_key)
    given = (arguments.j, at, arguments.output, arguments.ledger)
    made = make_sweep(arguments.grid, _formats(arguments), *given)
    for failed in made.failed:
        _say(f"{failed.called}: {failed.words}", failed.code)
    tell(f"{made.summary}\npage: {_from_here(made.page)}")
    return made.exit_code


def _runs(arguments: argparse.Namespace) -> None:
    from twoarm.publish.shelf.listing import list_runs

    lines, page = list_runs(arguments.output)
    tell(f"{lines}\nindex: {_from_here(page)}" if page else lines)


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _pages(arguments: argparse.Namespace) -> None:
    from twoarm.publish.web_folder import web_folder

    tell(f"pages: {_from_here(web_folder(arguments.run, arguments.to, arguments.output))}")


def _release(arguments: argparse.Namespace) -> None:
    from twoarm.publish.releases.making import release

    given = (arguments.ledger, arguments.overlap_accepted, arguments.output)
    tell(f"sheet: {_from_here(release(arguments.run, arguments.to, *given))}")


def _accept(arguments: argparse.Namespace) -> None:
    from twoarm.publish.accept import accept

    changed = accept()
    tell("\n".join(f"changed: {path.name}" for path in changed) or "no output has changed")


def _clean(arguments: argparse.Namespace) -> None:
    from twoarm.publish.reused.cleaning import clean

    tell(clean(arguments.output))


if __name__ == "__main__":
    sys.exit(main())
