"""The words by which a conclusion claims a size, a superiority, an equality or a cause: lists, in one place."""

from __future__ import annotations

import re


def _any(stems: str) -> re.Pattern[str]:
    """Any of these, which commas divide, as a whole word; a stem that ends in ``*`` with any ending."""
    escaped = (re.escape(stem) for stem in stems.split(", "))
    forms = "|".join(stem.replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for stem in escaped)
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE)


SIZE = _any(
    "considerabl*, substantial*, marked, markedly, great, greatly, dramatic*, remarkabl*, much, far, "
    "highly, strongly, vastly, drastic*, enormous*, profound*, large, largely, excellent, "
    "outstanding, notabl*, impressive*, appreciabl*"
)
BETTER = _any(
    "better, best, superior, superiority, outperform*, advantage*, more effective, more effectively, "
    "safer, faster, quicker, earlier, shorter, less, fewer, lower, higher, greater, preferable, "
    "preferred, improve*, improving, reduce*, reducing, reduction, benefit*, beneficial"
)
LIKENESS = _any(
    "similar, similarly, comparable, comparably, equivalent, equivalence, equal, equally, identical, "
    "as safe as, as effective as, as good as, same, no different, no difference, noninferior, "
    "non-inferior, not inferior, did not differ, does not differ, do not differ"
)
CAUSE = _any(
    "reduce, reduces, reduced, reducing, improve, improves, improved, improving, increase, "
    "increases, increased, increasing, decrease, decreases, decreased, decreasing, prevent*, cause, "
    "causes, caused, causing, lead to, leads to, led to, leading to, result in, results in, "
    "resulted in, resulting in, restore*, restoring, correct, corrects, corrected, correcting, "
    "relieve*, relieving, shorten*, accelerat*, lowers, lowered, lowering, enhance*, enhancing, "
    "protect*, promote*, promoting, avoid*, effect of, effects of, due to, alleviat*, minimis*, "
    "minimiz*, facilitat*, raises, raised, preserve*, preserving, maintain*"
)
