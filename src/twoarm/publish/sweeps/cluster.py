"""Workers of Dask: some of this machine, or those of a scheduler that runs already."""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twoarm.errors import AnalysisError, DisclosureError, ParameterError, Place, Problem, ToolMissing
from twoarm.publish.sweeps.tasks import Task
from twoarm.publish.sweeps.work import Outcome, perform

if TYPE_CHECKING:
    from distributed import Client
    from distributed.security import Security

SEE = "Nothing was run. See: twoarm sweep --help"
ENCRYPTED = "tls://"
CONNECT = "10s"
# A worker has one core: what numpy and others would start beside it is one thread.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
_SETTINGS = {
    "distributed.worker.daemon": False,  # a run with pages starts kernels, and a daemon may start nothing
    "distributed.scheduler.allowed-failures": 2,  # a run that has ended so many workers is given up
    "distributed.comm.timeouts.connect": CONNECT,
}


@dataclass(frozen=True)
class Scheduler:
    """Where the workers are asked for; without an address some are started here.

    Attributes
    ----------
    address : ``tcp://host:port`` or ``tls://host:port``. ca, cert, key : the files of TLS.
    """

    address: str = ""
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    def check(self, *, private: bool) -> None:
        """Refuse what cannot be used together.

        Raises
        ------
        ParameterError
            A part of what TLS needs is given, or without use.
        DisclosureError
            The runs are of private patients, and what is sent could be read or changed by others on its way.
        """
        files = {"--tls-ca": self.ca, "--tls-cert": self.cert, "--tls-key": self.key}
        encrypted = self.address.startswith(ENCRYPTED)
        problems = [
            Problem(Place(at=flag), "no such file")
            for flag, path in files.items()
            if path and not path.is_file()
        ]
        if any(files.values()) and not encrypted:
            problems.append(
                Problem(Place(at="--scheduler"), f"has no use for TLS unless it begins with {ENCRYPTED}")
            )
        if encrypted:
            lacking = (flag for flag, path in files.items() if path is None)
            problems += [
                Problem(Place(at=flag), f"needed for a scheduler at {ENCRYPTED}") for flag in lacking
            ]
        if problems:
            raise ParameterError("The workers cannot be asked for so", problems, SEE)
        if self.address and private and not encrypted:
            problem = Problem(Place(at="--scheduler"), "without TLS, and the patients are not public")
            todo = f"Give an address that begins with {ENCRYPTED}, and --tls-ca, --tls-cert and --tls-key."
            raise DisclosureError("The sweep was not begun", [problem], todo)


@contextmanager
def connected(scheduler: Scheduler, jobs: int, folder: Path) -> Generator[Client]:
    """A client of the workers; those of this machine end with the block, those of a scheduler stay.

    Parameters
    ----------
    jobs : workers of this machine, one process with one thread each.
    folder : private, for what these workers put aside.

    Raises
    ------
    ToolMissing
        Dask is not installed.
    ParameterError
        There is no scheduler at the address, or it is another version's.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
        from distributed.security import Security
    except ImportError:
        raise ToolMissing(
            "A sweep needs Dask", todo="Install it with the package: pip install 'twoarm[sweep]'"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set({**_SETTINGS, "temporary-directory": str(folder)}):
        if scheduler.address:
            with _known(Client, scheduler, Security) as client:
                yield client
            return
        # Any user of the machine could reach a port of it: the certificates live in these processes alone.
        own = Security.temporary()
        with (
            _one_thread(),
            LocalCluster(
                host="127.0.0.1",
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                worker_dashboard_address=None,
                memory_limit=0,
                silence_logs=logging.CRITICAL,
                security=own,
                protocol=ENCRYPTED,
            ) as cluster,
            Client(cluster, security=own, set_as_default=False) as client,
        ):
            yield client


def outcomes(client: Client, tasks: list[Task]) -> Iterator[Outcome]:
    """How each run ended, as they end; the longest are begun first, so that no worker is left with one at the end."""
    from distributed import as_completed

    longest = sorted(tasks, key=lambda task: task.weight, reverse=True)
    of_key = {}
    futures = []
    for n, task in enumerate(longest):
        future = client.submit(perform, task, key=f"run-{task.name}", pure=False, priority=-n)
        of_key[future.key] = task
        futures.append(future)
    for future in as_completed(futures, loop=client.loop):
        yield _outcome(future, of_key[future.key])


def _outcome(future: Any, task: Task) -> Outcome:
    if future.status == "finished":
        return future.result()
    words = "its worker was ended each time that it was tried (out of memory?)"
    return Outcome(task.name, task.called, 0.0, AnalysisError.exit_code, words)


def _known(client: type[Client], scheduler: Scheduler, security: type[Security]) -> Client:
    given = None
    if scheduler.address.startswith(ENCRYPTED):
        given = security(
            tls_ca_file=str(scheduler.ca),
            tls_client_cert=str(scheduler.cert),
            tls_client_key=str(scheduler.key),
            require_encryption=True,
        )
    try:
        return client(scheduler.address, security=given, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        problem = Problem(Place(at="--scheduler"), "nobody answers there")
        raise ParameterError("The workers cannot be asked for so", [problem], SEE) from None


@contextmanager
def _one_thread() -> Generator[None]:
    """The environment that workers are started with."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
