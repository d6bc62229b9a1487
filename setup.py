"""What pyproject.toml cannot say: a wheel carries the book, which stands beside the package and not in it."""

from glob import glob
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

# What every report is built of, found by twoarm.study.files.book; and what tells the shipped cohort from a real one.
CARRIED = ("_config.yml", "_toc.yml", "book/**", "notebooks/**/*.ipynb", "data/simulated.sha256")


class BuildWithBook(build_py):
    """The files of the package, and the sources of the book in its folder ``carried``."""

    def get_source_files(self) -> list[str]:
        return [*super().get_source_files(), *carried()]  # what a source archive has

    def _get_data_files(self) -> list[tuple[str, str, str, list[str]]]:
        return [*super()._get_data_files(), ("twoarm", ".", f"{self.build_lib}/twoarm/carried", carried())]


def carried() -> list[str]:
    """The sources of the book; no hidden file is one, such as what JupyterLab leaves."""
    found = (name for pattern in CARRIED for name in glob(pattern, recursive=True))  # noqa: PTH207, which sees the hidden
    return sorted(name for name in found if Path(name).is_file())


setup(cmdclass={"build_py": BuildWithBook})
