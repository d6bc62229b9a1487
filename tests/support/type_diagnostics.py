"""What ty says of each floor of the package, held to the numbers of ``type_diagnostics.toml``, which only fall.

``make check`` runs it as a program; it ends with 1 where a number differs or a suppression does not explain itself.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tokenize
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "twoarm"
NUMBERS = Path(__file__).with_suffix(".toml")
SUPPRESSION = re.compile(r"#\s*(?:ty|type):\s*ignore")
EXPLAINED = re.compile(r"#\s*ty:\s*ignore\[[a-z-]+(?:,\s*[a-z-]+)*\]\s*#\s*\w.*")


def floor(path: Path, source: Path = SOURCE) -> str:
    """The folder or the module of the package that a file belongs to."""
    return path.relative_to(source).parts[0].removesuffix(".py")


def diagnosed(source: Path = SOURCE) -> list[Path]:
    """The file of each diagnostic."""
    command = [
        Path(sys.executable).with_name("ty"),
        "check",
        "--python",
        sys.prefix,
        "--output-format",
        "gitlab",
    ]
    done = subprocess.run([*command, source], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return [(ROOT / found["location"]["path"]).resolve() for found in json.loads(done.stdout)]


def suppressions(text: str) -> list[tuple[int, str]]:
    """Line and comment of everything that silences the checker."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [
        (t.start[0], t.string) for t in tokens if t.type == tokenize.COMMENT and SUPPRESSION.search(t.string)
    ]


def report(found: Counter[str], recorded: dict[str, int]) -> list[str]:
    """What to do where a floor has another number than the one recorded; a floor that is not recorded has none."""
    return [
        f"{name}: {found[name]} diagnostics, {recorded.get(name, 0)} recorded: "
        + (
            "mend the new ones"
            if found[name] > recorded.get(name, 0)
            else f"lower it in tests/support/{NUMBERS.name}"
        )
        for name in sorted({*found, *recorded})
        if found[name] != recorded.get(name, 0)
    ]


def main() -> int:
    """Count, compare and say what to do."""
    silenced = [
        (path, line, comment)
        for path in sorted(SOURCE.rglob("*.py"))
        for line, comment in suppressions(path.read_text("utf-8"))
    ]
    found = Counter(map(floor, diagnosed() + [path for path, _, _ in silenced]))
    wrong = report(found, tomllib.loads(NUMBERS.read_text("utf-8")))
    wrong += [
        f"{path.relative_to(ROOT)} line {line}: a suppression names its rule and its reason: # ty: ignore[rule]  # why"
        for path, line, comment in silenced
        if not EXPLAINED.fullmatch(comment)
    ]
    print("\n".join(wrong) or f"{found.total()} diagnostics of types, none of them new")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
