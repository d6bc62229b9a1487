"""How numbers and results are said: the only file that rounds and spells. Its result words are the ones a lint looks for."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from textwrap import wrap
from typing import Protocol

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import Summary
from twoarm.analysis.registry.scale import Scale as ScaleKind
from twoarm.masked import MASKED, Count, Masked, bounds
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

MINUS = "−"
NBSP = "\u00a0"
RESULT_WORDS = (
    "higher",
    "lower",
    "longer",
    "shorter",
    "in more patients",
    "in fewer patients",
    "clear difference",
    "no clear difference",
    "significant",
    "significantly",
    "superior",
    "inferior",
    "better",
    "worse",
    "increased",
    "decreased",
)
FLOOR = 0.001
CEILING = 0.995  # from here on a P is not told from 1
MOST_DIGITS = 17  # what a float has
SHOWN_DIGITS = 12  # what `number` takes of it
ENORMOUS = 1e12  # from here on nobody counts digits
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRECISE = Context(prec=400)  # of any float with any decimals


def number(value: float, digits: int) -> str:
    """A number with fixed decimals, a true minus sign and never a negative zero; an enormous one as a power of ten.

    Examples
    --------
    >>> number(-0.04, 1), number(12.5, 0), number(4e33, 2)
    ('0.0', '13', '4.0×10³³')
    """
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if abs(value) >= ENORMOUS:
        mantissa, _, power = f"{value:.1e}".partition("e+")
        return f"{mantissa}×10{power.lstrip('0').translate(_RAISED)}".replace("-", MINUS)
    rounded = _rounded(value, digits)
    text = f"{abs(rounded):f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def _rounded(value: float, digits: int) -> Decimal:
    """Twelve digits first: a tie is a tie on every processor, and then goes up as readers expect (12.5% is 13%)."""
    twelve = Decimal(f"{value:.{SHOWN_DIGITS}g}")
    return twelve.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _PRECISE)


def exact(value: float) -> str:
    """A stated value with the digits that it was given, never in powers of ten: ``0.05``, ``0.00001``."""
    return f"{Decimal(repr(float(f'{value:.14g}'))).normalize():f}".replace("-", MINUS)


def significant(value: float, digits: int = 2) -> str:
    """A positive number with so many significant digits, written without an exponent."""
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else digits
    rounded = round(value, decimals)
    if rounded and math.floor(math.log10(abs(rounded))) > math.floor(math.log10(abs(value))):
        decimals = max(0, decimals - 1)
    return number(rounded, decimals)


def p_text(p: float, alpha: float) -> str:
    """A P value to two significant digits, or as many as keep it on its side of alpha.

    The floor is ``< 0.001``, or ``< alpha`` where that is less: a floor above alpha would hide the side. From 0.995 up it is
    ``> 0.99``, a P of 1 included.

    Examples
    --------
    >>> p_text(0.9949, 0.05), p_text(0.995, 0.05), p_text(1.0, 0.05)
    ('0.99', '> 0.99', '> 0.99')
    """
    if p < min(FLOOR, alpha):
        return f"< {exact(min(FLOOR, alpha))}"
    if p >= CEILING:
        return "> 0.99"
    for digits in range(2, MOST_DIGITS + 1):
        shown = significant(p, digits)
        if (float(shown) < alpha) == (p < alpha) and (float(shown) != alpha or p == alpha):
            return shown
    return repr(p)


def p_phrase(p: float, alpha: float) -> str:
    """``P = 0.094`` or ``P < 0.001``, never broken over lines."""
    text = p_text(p, alpha)
    shown = text if text[0] in "<>" else f"= {text}"
    return f"P {shown}".replace(" ", NBSP)


def percent_digits(n: int) -> int:
    """Decimals of a percentage that n can carry."""
    return 0 if n < 100 else 1


def percent(count: int, n: int) -> str:
    """A count as a percentage: none and all are said of none and all alone.

    Examples
    --------
    >>> percent(4, 30), percent(1, 3000), percent(2999, 3000), percent(0, 3000)
    ('13%', '<0.1%', '>99.9%', '0.0%')
    """
    if not n:
        return "–"
    digits = percent_digits(n)
    shown = _rounded(100 * count / n, digits)
    if (count and not shown) or (count < n and shown == 100):
        return f"{'>' if shown else '<'}{number(abs(float(shown) - 10.0**-digits), digits)}%"
    return f"{number(100 * count / n, digits)}%"


def percent_text(probability: float) -> str:
    """A probability as a percentage with two significant digits, and none behind the point from ten on."""
    shown = 100 * probability
    return f"{number(shown, 0) if shown >= 10 else significant(shown)}%"


def share(count: Count, n: Count) -> str:
    """``4/30 (13%)``; a dash where there is nobody; ``<5 of 30`` where a count is masked."""
    if isinstance(count, Masked) or isinstance(n, Masked):
        return str(count) if str(count) == MASKED else f"{count} of {n}"
    return f"{count}/{n} ({percent(count, n)})" if n else "–"


def level_text(level: float) -> str:
    """A confidence level as a percentage with the digits that it has."""
    return f"{exact(100 * level)}%"


def share_text(share: float) -> str:
    """A share of a number as a percentage; of a very small one the number itself.

    Examples
    --------
    >>> share_text(0.01), share_text(1e-9)
    ('1%', '0.000000001')
    """
    return level_text(share) if share >= 0.0001 else exact(share)


def limit(value: float, digits: int, null: float = 0.0) -> str:
    """A limit with as many decimals as keep it on its side of no difference."""
    return number(value, _decimals_beside(value, digits, null))


def _decimals_beside(value: float, digits: int, null: float) -> int:
    if value == null or not abs(value) < ENORMOUS:
        return digits
    for more in range(digits, digits + MOST_DIGITS):
        shown = float(_rounded(value, more))
        if shown != null and (shown > null) == (value > null):
            return more
    return digits


def readable(digits: int, *values: float | None) -> int:
    """Decimals under which not all of some numbers read as zero: two digits of the largest, where they would.

    Examples
    --------
    >>> readable(1, 0.3, 0.004), readable(1, 0.004, -0.001, None)
    (1, 4)
    """
    largest = max((abs(x) for x in values if x is not None and math.isfinite(x)), default=0.0)
    if not largest or largest >= 0.5 * 10.0**-digits:
        return digits
    return 1 - math.floor(math.log10(largest))


def ratio_digits(x: float) -> int:
    """Decimals of a ratio: two significant digits or more, and none behind the point from a hundred on."""
    if not 0 < x < math.inf:
        return 2
    places = math.floor(math.log10(x))
    return min(MOST_DIGITS, max(0, 1 - places, 2 - places if x >= 1 else 2))


def told_apart(a: float, b: float, digits: int, null: float = 0.0) -> tuple[str, str]:
    """Two numbers as `limit` shows them, with as many decimals as show that they differ.

    Examples
    --------
    >>> told_apart(1.94, 2.03, 1), told_apart(1.941, 1.943, 1)
    (('1.9', '2.0'), ('1.941', '1.943'))
    """
    largest = max((abs(x) for x in (a, b) if math.isfinite(x)), default=0.0)
    if largest >= 10**SHOWN_DIGITS:
        return _exact_float(a), _exact_float(b)
    for decimals in range(digits, max(digits, SHOWN_DIGITS - _places(largest)) + 1):
        shown = limit(a, decimals, null), limit(b, decimals, null)
        if a == b or shown[0] != shown[1]:
            return shown
    return _exact_float(a), _exact_float(b)


def _places(value: float) -> int:
    """Digits before the point; below one, less by every zero behind it."""
    return 1 + math.floor(math.log10(value)) if value else 0


def p_told_apart(a: float, b: float, alpha_a: float, alpha_b: float) -> tuple[str, str]:
    """Two P values, each as its own run shows it, or with as many digits as show that they differ."""
    shown = p_text(a, alpha_a), p_text(b, alpha_b)
    digits = 1
    while a != b and shown[0] == shown[1] and digits < MOST_DIGITS:
        digits += 1
        shown = significant(a, digits), significant(b, digits)
    return shown if a == b or shown[0] != shown[1] else (_exact_float(a), _exact_float(b))


def _exact_float(value: float) -> str:
    """A number with every digit that it has, as the CSV files write it."""
    return repr(value).replace("-", MINUS)


_DIGITS = {
    ScaleKind.PATIENTS: 1,
    ScaleKind.COUNT: 0,
}  # decimals, where neither the variable nor the patients say them


class OnScale(Protocol):
    """What has an estimate on a scale: a result, or what is made of several."""

    @property
    def estimate(self) -> Estimate:
        """The estimate."""
        ...

    @property
    def scale(self) -> ScaleKind:
        """What its value is."""
        ...

    @property
    def unit(self) -> str:
        """The unit of the estimate; empty where it has none."""
        ...

    @property
    def null(self) -> float:
        """The value of no difference."""
        ...


class Scale:
    """How the values of a result are shown: factor, decimals, unit and the value of no difference."""

    def __init__(self, result: OnScale, variable: Variable) -> None:
        e = result.estimate
        scale, n = result.scale, min(bounds(n)[0] or 1 for n in (e.n_treated, e.n_control))
        self.factor, self.null = scale.factor, result.null
        self.unit = scale.shown_unit or scale.unit(result.unit)
        self.digits = _DIGITS.get(scale, 2)
        if scale == ScaleKind.UNIT:
            self.digits = variable.decimals
        elif scale.factor != 1:
            self.digits = percent_digits(n)
        self.ratio = scale.is_ratio
        if scale == ScaleKind.UNIT:
            self.digits = readable(self.digits, e.value, e.low, e.high)
        low, high = (-math.inf if e.low is None else e.low), (math.inf if e.high is None else e.high)
        self._exact_ends = self.factor * low, self.factor * high
        self._ends = self._as_read(low), self._as_read(high)

    def value(self, x: float) -> str:
        """A value on the shown scale, with as many decimals as keep it within its interval as that is shown."""
        value, digits = self.factor * x, self._decimals(x)
        (low, high), (lowest, highest) = self._ends, self._exact_ends
        if lowest <= value <= highest and abs(value) < ENORMOUS:
            more = (
                d for d in range(digits, digits + MOST_DIGITS) if low <= float(_rounded(value, d)) <= high
            )
            digits = next(more, digits)
        return number(value, digits)

    def limit(self, x: float) -> str:
        """A limit on the shown scale."""
        return limit(self.factor * x, self._decimals(x), self.factor * self.null)

    def _as_read(self, end: float) -> float:
        """A limit as it reads."""
        value, null = self.factor * end, self.factor * self.null
        if not abs(value) < ENORMOUS:
            return value
        return float(_rounded(value, _decimals_beside(value, self._decimals(end), null)))

    def told_apart(self, a: float, b: float) -> tuple[str, str]:
        """Two values or limits on the shown scale, with as many decimals as show that they differ."""
        digits = max(self._decimals(x) for x in (a, b))
        return told_apart(self.factor * a, self.factor * b, digits, self.factor * self.null)

    def _decimals(self, x: float) -> int:
        return ratio_digits(x) if self.ratio else self.digits

    def with_unit(self, text: str) -> str:
        """The text followed by its unit; a percent sign and degrees become words of a difference."""
        unit = unit_of_change(self.unit)
        unit = "percentage point" if unit == "percentage points" and text in ("1", f"{MINUS}1") else unit
        return f"{text} {unit}".rstrip()


def interval(result: OnScale, variable: Variable) -> str:
    """``−2.2 to 6.0``; empty where there is none."""
    estimate, scale = result.estimate, Scale(result, variable)
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{scale.limit(estimate.low)} to {scale.limit(estimate.high)}"


def estimate_cell(result: OnScale | None, variable: Variable) -> str:
    """Estimate and interval as a table shows them, or why there is none."""
    if result is None:
        return "–"
    if result.estimate.value is None:
        return unknown(result.estimate)
    if _constant(result):
        return f"{Scale(result, variable).value(result.estimate.value)} ({_no_interval(result)})"
    span = interval(result, variable)
    return solid(Scale(result, variable).value(result.estimate.value) + (f" ({span})" if span else ""))


def unknown(estimate: Estimate) -> str:
    """What stands in a table where there is no estimate: that it is masked, or why there is none."""
    if estimate.masked:
        return MASKED
    return f"not estimable: {estimate.reason}" if estimate.reason else "–"


def needed_cell(needed: Result, difference: Result) -> str:
    """A number of patients per event with its interval, which passes through infinity where the difference may be zero.

    After Altman (1998): ``1 fewer per 5.6 (1 fewer per 2.6, through ∞, to 1 more per 31)``.
    """
    value, risk = needed.estimate.value, difference.estimate
    if value is None or risk.low is None or risk.high is None:
        return unknown(needed.estimate)
    return needed_text(value, risk.low, risk.high)


def needed_text(value: float, low: float, high: float) -> str:
    """The same from the number itself and the limits of the risk difference behind it."""
    if low < 0 < high:
        return f"{_one_per(value)} ({_one_per(1 / low)}, through ∞, to {_one_per(1 / high)})"
    nearer, farther = sorted((1 / limit if limit else math.inf for limit in (low, high)), key=abs)
    return f"{_one_per(value)} ({_one_per(nearer)} to {_one_per(farther)})"


def _one_per(patients: float) -> str:
    if math.isinf(patients):
        return "∞"
    shown = number(abs(patients), 1 if abs(patients) < 10 else 0)
    return f"1 {'more' if patients > 0 else 'fewer'} per {shown}".replace(" ", NBSP)


def one_in(share: float) -> str:
    """A share as ``1 in 9``, for a reader who counts patients."""
    return f"1 in {number(1 / share, 0)}"


def p_cell(p: float | None, alpha: float) -> str:
    """A P value as a table shows it."""
    return "–" if p is None else p_text(p, alpha)


def estimate_parts(result: OnScale, variable: Variable) -> tuple[str, str]:
    """``−18 percentage points`` and ``95% CI −38 to 3``; ``not estimable`` and why."""
    estimate, scale = result.estimate, Scale(result, variable)
    if estimate.masked:
        return MASKED, estimate.reason.removeprefix(f"{MASKED}: ")
    if estimate.value is None:
        return "not estimable", estimate.reason
    span = interval(result, variable)
    inside = f"{level_text(estimate.conf_level)} CI {span}" if span and estimate.conf_level else ""
    return scale.with_unit(scale.value(estimate.value)), _no_interval(result) if _constant(result) else inside


def _constant(result: OnScale) -> bool:
    """Whether there is a difference without an interval, since neither arm varies."""
    return isinstance(result, Result) and bool(result.apart)


def _no_interval(result: OnScale) -> str:
    return f"no interval: {result.estimate.reason}"


_OF_SHARES = {
    "risk difference": "difference in share",
    "risk ratio": "ratio of the shares",
    "the risk": "the share",
}


def estimand(result: Result, variable: Variable) -> str:
    """What is estimated, in the words for its outcome."""
    return _of_share(result.estimand, variable)


def quantity_of(result: Result, variable: Variable) -> str:
    """What was higher or lower."""
    return result.method.quantity or _of_share(result.scale.quantity, variable)


def _of_share(words: str, variable: Variable) -> str:
    """Where more of an event is better it is no risk but a share."""
    return _OF_SHARES.get(words, words) if variable.better == "higher" else words


def arms_in_order(result: Result, study: Study) -> str:
    """``VBS minus PKP`` of a difference, ``VBS to PKP`` of a ratio; a probability or a test has no such order."""
    treated, control = (arm.label for arm in study.arms)
    null = result.scale.null if result.scale.compares else None
    return f"{treated} {({0.0: 'minus', 1.0: 'to'}).get(null, 'and')} {control}"


def estimate_phrase(result: OnScale, variable: Variable, *more: str) -> str:
    """``−18 percentage points (95% CI −38 to 3)``; what else belongs in the brackets follows the interval."""
    value, inside = estimate_parts(result, variable)
    brackets = "; ".join(part for part in (inside, *more) if part)
    return f"{value} ({brackets})" if brackets else value


def smd_text(value: float, imbalance: float) -> str:
    """A standardised difference with as many decimals as keep it on its side of the limit of imbalance.

    Infinite where a characteristic tells the arms apart completely.
    """
    return limit(value, 2, math.copysign(imbalance, value))


def solid(text: str) -> str:
    """A table cell's number, interval or count that should not be broken over lines."""
    return text.replace(" ", NBSP) if len(text) <= 30 else text


def mean_sd(summary: Summary, variable: Variable) -> str:
    """``46.8 (8.2)``, or a dash where there is no value."""
    mean, sd = mean_and_sd(summary, variable)
    return f"{mean} ({sd})" if sd else mean


def mean_and_sd(summary: Summary, variable: Variable) -> tuple[str, str]:
    """Both with the same decimals; the deviation is empty where there is none."""
    if summary.mean is None:
        return MASKED if summary.n else "–", ""
    if summary.sd is None:
        return number(summary.mean, readable(variable.decimals, summary.mean)), ""
    digits = readable(variable.decimals, summary.sd)
    return number(summary.mean, digits), number(summary.sd, digits)


def median_of_values(summary: Summary, variable: Variable) -> str:
    """``2.0 (1.0 to 3.5)``: the median and the quartiles of values that were measured, with the decimals of its means."""
    found = [x or 0.0 for x in (summary.median, summary.q1, summary.q3)]
    median, q1, q3 = (number(x, readable(variable.decimals, *found)) for x in found)
    return f"{median} ({q1} to {q3})"


def median_cell(summary: Summary, variable: Variable) -> str:
    """The same on two lines of a cell: so the column stays as narrow as the other rows make it."""
    median, _, quartiles = median_of_values(summary, variable).partition(" ")
    return f"{median}\n{solid(quartiles)}"


def median_range(summary: Summary, variable: Variable) -> str:
    """``median 39 (36 to 47)``: the quartiles of a time; not reached where the curve stays above."""
    if isinstance(summary.count, Masked):
        return MASKED
    if summary.median is None:
        return MASKED if isinstance(summary.count, Masked) else "not reached"
    digits = 0 if summary.median == round(summary.median) else variable.decimals
    ends = [number(q, digits) if q is not None else "not reached" for q in (summary.q1, summary.q3)]
    return f"{number(summary.median, digits)} ({ends[0]} to {ends[1]})"


def median_phrase(summary: Summary, variable: Variable) -> str:
    """``40 days (quartiles 36 and 48; 30/30 with the event)``; ``not reached`` where the curve stays above one half."""
    slash = " of " if isinstance(summary.count, Masked) or isinstance(summary.n, Masked) else "/"
    events = f"{summary.count}{slash}{summary.n} with the event"
    if not summary.n:
        return "no value"
    if isinstance(summary.count, Masked):
        return f"{MASKED} ({events})"
    if summary.median is None:
        return f"{MASKED if slash == ' of ' else 'not reached'} ({events})"
    digits = 0 if summary.median.is_integer() else variable.decimals
    ends = [number(q, digits) if q is not None else "not reached" for q in (summary.q1, summary.q3)]
    quartiles = f"(quartiles {ends[0]} and {ends[1]}; {events})"
    return " ".join(filter(None, (number(summary.median, digits), variable.unit, quartiles)))


def direction(result: Result) -> str:
    """``higher``, ``lower`` or ``no clear difference``: it follows the interval, or the values where no arm varies."""
    words = {1: result.method.more, -1: result.method.less, 0: "no clear difference"}
    return words[result.side or result.apart]


def joined(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def listed(words: list[str], most: int = 6) -> str:
    """The same, of a long list only its beginning and how many more there are.

    Examples
    --------
    >>> listed(["age", "sex"]), listed(["a", "b", "c", "d"], 3)
    ('age and sex', 'a, b and 2 more')
    """
    return joined(capped(words, most))


def capped(words: list[str], most: int = 6) -> list[str]:
    """The words, of many only the first and how many more there are.

    Examples
    --------
    >>> capped(["age", "sex"]), capped(["a", "b", "c", "d"], 3)
    (['age', 'sex'], ['a', 'b', '2 more'])
    """
    return words if len(words) <= most else [*words[: most - 1], f"{len(words) - most + 1} more"]


def every(total: int) -> str:
    """How a sentence begins that holds for each of them.

    Examples
    --------
    >>> every(2), every(3)
    ('Both', 'All 3')
    """
    return "Both" if total == 2 else f"All {total}"


def capital(text: str) -> str:
    """The text with a capital at its beginning, but for a name such as pH, which has it behind.

    Examples
    --------
    >>> capital("the mean"), capital("pH of the wound")
    ('The mean', 'pH of the wound')
    """
    return text if text[1:2].isupper() else f"{text[:1].upper()}{text[1:]}"


def ended(text: str) -> str:
    """The text with a full stop where it has no end mark."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def counted(n: Count, noun: str) -> str:
    """``1 outcome``, ``3 outcomes``."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def with_unit(variable: Variable) -> str:
    """``Operation time, min``; events within a denominator are compared by patient, and units by the patient's mean."""
    unit = "patients with at least one" if variable.measure == "events" else variable.unit
    if variable.in_units:
        unit = (
            "% of units per patient" if unit == "%" else ", ".join(filter(None, (unit, "mean per patient")))
        )
    return f"{variable.label}, {unit}" if unit not in ("", variable.label.casefold()) else variable.label


def quantity(value: float, variable: Variable) -> str:
    """``46.8 min``, ``84.3%``: a value of the variable with its unit."""
    return united(number(value, readable(variable.decimals, value)), variable)


def unit_of_change(unit: str) -> str:
    """The unit in which two values differ: of a percentage, points."""
    return {"%": "percentage points"}.get(unit, unit)


def united(text: str, variable: Variable) -> str:
    """A number with the unit of its variable; what is masked has none."""
    if text == MASKED:
        return text
    return f"{text}{'' if variable.unit in ('', '%') else ' '}{variable.unit}"


def slug(text: str) -> str:
    """A text as part of a label: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def wrapped(text: str, width: int) -> str:
    """A label broken into lines for a figure."""
    return "\n".join(wrap(text, width, break_long_words=False))


def method_words(results: list[Result]) -> str:
    """The methods behind some results, for a footnote; each once, in order."""
    words = list(dict.fromkeys(r.method.words for r in results))
    return "; ".join(words)


# What begins a list, a definition, a directive, a comment or a label where it begins a line.
_BLOCK = re.compile(r"[-+](?=[-+\s]|$)|:(?=[:\s]|$)|%|=(?==*$)|\d{1,9}[.)](?=\s|$)|\((?=[^)]*\)=)")


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is: every mark that could be syntax gets a backslash.

    Examples
    --------
    >>> escape_markdown("P<0.05"), escape_markdown("1. of 2"), escape_markdown(":::{raw} html")
    ('P\\\\<0.05', '1\\\\. of 2', '\\\\:::\\\\{raw\\\\} html')
    """
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~$&])", r"\\\1", text.replace("\n", " "))
    mark = _BLOCK.match(escaped)
    return f"{escaped[: mark.end() - 1]}\\{escaped[mark.end() - 1 :]}" if mark else escaped
