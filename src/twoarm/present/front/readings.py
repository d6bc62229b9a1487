"""One count, several readings: P by the recommended test for the units as printed, and for each number of patients hit."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.division import Division
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.claims.tested_words import chance_of, counts_of
from twoarm.present.outputs import Figure
from twoarm.study.opened import Study
from twoarm.study.published.counted import TwoByTwo

READINGS = "fig-readings"
_MOST = 6  # readings in the figure; of more the first and the last
_TICKS = (0.0001, 0.001, 0.01, 0.05, 0.2, 1.0)
_Patients = tuple[int, int] | None


def nested(audit: Audit, claim: TwoByTwo) -> bool:
    """Whether what is counted lies in patients, of whom several numbers are possible."""
    return bool(claim.units) and len(audit.supposed(claim)) > 1


def affected_said(audit: Audit, claim: TwoByTwo) -> str:
    """By the recommended test: ``If 5 patients were affected, P = 0.017; if 3, some twice, P = 0.069. How many ...``."""
    _, *supposed = audit.supposed(claim)
    each, unit = audit.units(claim).each, audit.units(claim).unit
    first, last = supposed[0], supposed[-1]
    has = f"Each patient has {w.counted(each, unit)}. " if each > 1 else ""
    lead = f"{has}If {_those(first)} {'was' if _few(first) == '1' else 'were'} affected, {_p(audit, claim, first)}"
    if first == last:
        return f"{lead}."
    often = "twice" if each == 2 else "more than once"
    return f"{lead}; if {_few(last)}, some {often}, {_p(audit, claim, last)}. How many were affected is not printed."


def readings_plot(claims: Audit | None) -> Figure | None:
    """The first count of units that lie in patients, read in every way that it allows; None where there is none.

    Parameters
    ----------
    claims : as `audit_study` gives them.
    """
    if claims is None or claims.study is None:
        return None
    found = next((claim for claim in claims.tested if nested(claims, claim)), None)
    return _figure(claims, claims.study, found) if found else None


def _figure(audit: Audit, study: Study, claim: TwoByTwo) -> Figure:
    ways = audit.supposed(claim)
    ways = ways if len(ways) <= _MOST else [*ways[: _MOST - 1], ways[-1]]
    found = [one for p in ways if (one := audit.division(claim, p)).leading]
    names = [_name(audit, claim, one.patients) for one in found]
    wide, narrow = (_drawn(study, names, found, sheet) for sheet in (d.WIDE, d.NARROW))
    caption = (
        f"Recommended test; filled: below the dashed line. Chance: if each {audit.units(claim).unit} was as likely to be "
        "affected as any other of its arm."
    )
    words = caption, _alt(names, found), audit
    return d.finish(
        wide, study, READINGS, *words, published=True, narrow=narrow, title=_title(found), data=("claims",)
    )


def _drawn(study: Study, names: list[str], found: list[Division], sheet: d.Sheet):
    """Wide with names and P beside the marks; narrow with both above them."""
    above = sheet is d.NARROW
    row, left, across = (3 * sheet.line, 0.03, 0.94) if above else (2 * sheet.line, 0.37, 0.48)
    foot, axis, tall = d.foot(study, sheet), 3.6 * sheet.line, row * len(found)
    with d.style(sheet):
        canvas = d.canvas(study, sheet.width, tall + axis, sheet)
        total = tall + axis + foot
        axes = canvas.add_axes((left, (axis + foot) / total, across, tall / total))
        _draw(axes, names, found, above=above)
    return canvas


def _draw(axes, names: list[str], found: list[Division], *, above: bool) -> None:
    limit = found[0].threshold
    ps = [one.tests[one.leading or ""] for one in found]
    across = axes.get_yaxis_transform()
    for y, name, p in zip(range(len(found))[::-1], names, ps, strict=True):
        axes.plot(d.six(p), y, "o", ms=7, color=d.INK, mfc=d.INK if p < limit else d.PAPER, mew=1.1, zorder=3)
        (left, right), up = ((0, 1), 0.42) if above else ((-0.03, 1.03), 0)
        axes.text(left, y + up, name, transform=across, ha="left" if above else "right", va="center")
        axes.text(
            right,
            y + up,
            w.p_phrase(p, limit),
            transform=across,
            ha="right" if above else "left",
            va="center",
        )
    axes.axvline(limit, color=d.GREY, lw=0.9, ls=(0, (3, 2)), zorder=2)
    low, high = min(*ps, limit), max(*ps, limit)
    axes.set(xscale="log", xlim=(max(low / 2, 1e-5), min(high * 2, 1.2)), ylim=(-0.5, len(found) - 0.3))
    ends = axes.get_xlim()
    ticks = sorted({t for t in _TICKS if ends[0] <= t <= ends[1]} | {limit})
    axes.set_xticks(ticks, [w.exact(t) for t in ticks])
    axes.minorticks_off()
    axes.set_yticks([])
    axes.set_xlabel("two-sided P", labelpad=2)
    d.bare(axes)


def _name(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    if patients is None:
        return f"per {audit.units(claim).unit}, {counts_of(audit, claim)}"
    chance = chance_of(audit, claim, patients)
    return f"{_those(patients)} affected" + (f" (chance {chance})" if chance else "")


def _title(found: list[Division]) -> str:
    sides = {one.tests[one.leading or ""] < one.threshold for one in found}
    limit = w.exact(found[0].threshold)
    if len(sides) > 1:
        return f"P lies on both sides of {limit}, depending on how one counts."
    return f"However one counts, P lies {'below' if sides == {True} else 'not below'} {limit}."


def _alt(names: list[str], found: list[Division]) -> str:
    ps = [w.p_phrase(one.tests[one.leading or ""], one.threshold) for one in found]
    return f"{'; '.join(f'{name}: {p}' for name, p in zip(names, ps, strict=True))}."


def _p(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    found = audit.division(claim, patients)
    return w.p_phrase(found.tests[found.leading], found.threshold) if found.leading else "no P is known"


def _those(patients: _Patients) -> str:
    """``5 patients``, or with events in both arms ``2 against 1 patients``."""
    few = _few(patients)
    return f"{few} {'patient' if few == '1' else 'patients'}"


def _few(patients: _Patients) -> str:
    treated, control = patients or (0, 0)
    return f"{treated} against {control}" if treated and control else str(treated + control)
