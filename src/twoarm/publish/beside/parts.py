"""Pages, documents and pictures of a run, made beside everything else; in their order where no process can be forked.

What makes them is imported where it is used: in the other process, while the notebooks are at work.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from twoarm.publish.beside.forked import Forked, Telling, forked, forked_in
from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.progress import Progress
from twoarm.publish.records.manifest import figures_of

if TYPE_CHECKING:
    from twoarm.publish.website.site import Pages

PICTURES, WEBSITE, SINGLE = "pictures", "website", "single page"
_HTML = "html"


@dataclass(frozen=True)
class Making:
    """What is made of executed notebooks, by its parts, each of which needs those before it.

    Attributes
    ----------
    stage : folder of the pages. records : of what the notebooks handed over. told_by : its files.
    finished : folder of the run, for the website. meta : what the documents say of themselves.
    formats : that are asked for, in their order.
    """

    stage: Path
    records: Path
    told_by: list[Path]
    finished: Path
    meta: Metadata
    formats: tuple[str, ...]

    @property
    def documents(self) -> str:
        """The name of the part that makes the documents; empty where none is asked for."""
        return ", ".join(name for name in self.formats if name != _HTML)

    @property
    def parts(self) -> dict[str, Callable[[], object]]:
        """Each part as it is made in this process."""
        pages = {WEBSITE: self._website} if _HTML in self.formats else {}
        documents = {SINGLE: self._single_page, self.documents: self._documents} if self.documents else {}
        return {PICTURES: self.draw, **pages, **documents}

    def draw(self) -> None:
        """Make the pictures of all drawings, and the sheet of the visual abstract."""
        from twoarm.publish.documents.pictures import write_pictures
        from twoarm.publish.documents.visual_abstract import write_visual_abstract

        drawings = self.records / "figures"
        write_pictures(drawings)
        write_visual_abstract(figures_of(self.told_by), drawings, self._templates, self.meta)

    def beside(self, tell: Telling) -> None:
        """All parts in a forked process, and what does not wait for one another in processes forked from that."""
        from twoarm.publish.website.site import open_pages

        with ExitStack() as processes:
            pages = processes.enter_context(open_pages(self.stage))
            if self.documents:
                import twoarm.publish.formats  # noqa: F401 - while there is nothing to read
            tell.wait()
            drawn = processes.enter_context(forked(lambda _: self._told(tell, PICTURES, self.draw)))
            pages.read()
            site = processes.enter_context(forked(lambda _: self._site(pages, tell)))
            if self.documents:
                with tell.part(SINGLE, since_start=_HTML not in self.formats):
                    pages.write_single(_absent(self._single))
                with tell.part(self.documents):
                    self._documents(drawn)
            if not (drawn.succeeded() and site.succeeded()):
                raise ChildProcessError

    def _site(self, pages: Pages, tell: Telling) -> None:
        if _HTML in self.formats:
            with tell.part(WEBSITE, since_start=True):
                pages.write_site(self._html)

    @staticmethod
    def _told(tell: Telling, part: str, make: Callable[[], object]) -> None:
        with tell.part(part):
            make()

    def _website(self) -> None:
        from twoarm.publish.website.site import build_site

        build_site(self.stage, _absent(self._html))

    def _single_page(self) -> None:
        from twoarm.publish.website.site import build_single_page

        build_single_page(self.stage, _absent(self._single))

    def _documents(self, drawn: Forked | None = None) -> None:
        from twoarm.publish.formats import make_documents

        if drawn and not drawn.succeeded():
            raise ChildProcessError
        page, wanted = self._single / "index.html", set(self.formats) - {_HTML}
        make_documents(page, self.written, self.meta, wanted, self.records / "figures", self._templates)

    @property
    def written(self) -> Path:
        """Where the documents lie until all of them are there."""
        return self.stage / "_build" / "documents"

    @property
    def _html(self) -> Path:
        return self.finished / "html"

    @property
    def _single(self) -> Path:
        return self.stage / "_build" / "single"

    @property
    def _templates(self) -> Path:
        return self.stage / "book" / "supplement"


class Made:
    """The parts as they come: from the other process, or made here where there is none or where it has failed."""

    def __init__(self, making: Making, progress: Progress, process: Forked | None) -> None:
        self.making, self._progress, self._process = making, progress, process

    def begin(self) -> None:
        """Let them be made: the notebooks are there."""
        if self._process:
            self._process.go_on()

    def step(self, part: str) -> None:
        """Show a part until it is there."""
        with self._progress.step(part) as step:
            step.seconds = self.wait_for(part)

    def wait_for(self, part: str) -> float | None:
        """Wait until a part is there; returns the seconds that it took in another process."""
        seconds = self._process.wait_for(part) if self._process else None
        if seconds is None:
            if self._process:
                self._process.end()
                self._process = None
            self.making.parts[part]()
        return seconds


@contextmanager
def made(making: Making, progress: Progress) -> Generator[Made]:
    """Get ready to make what is asked for; it is to be begun and waited for within the block, part by part."""
    with ExitStack() as ends:
        yield Made(making, progress, forked_in(ends, making.beside))


def _absent(folder: Path) -> Path:
    """A folder of which nothing is left that a process which has failed may have written."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
