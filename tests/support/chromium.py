"""The Chromium of this machine, which is never downloaded. Run as a program it ends with 1 where there is none."""

from __future__ import annotations

import os
import shutil
import sys

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
LEFT_OUT = "no Chromium on this machine: the pages were not opened in a browser"


def browser_path() -> str | None:
    """Where the browser is; None where there is none."""
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def must_run() -> bool:
    """Whether a browser test that cannot run is a failure: in CI, where nobody reads what was skipped."""
    return os.environ.get("CI") == "true"


if __name__ == "__main__":
    sys.exit(browser_path() is None)
