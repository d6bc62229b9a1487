"""What every published count counts, and the sums that hold between these counts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from attack.published import Published, Row, is_masked
from attack.relations import Key, Relations, Seen, at_level, known, size
from attack.together import together
from twoarm.analysis.arms.improvement import Period
from twoarm.study.dictionary import Variable

# What a method of the registry needs of a patient beside a value at its visit.
PAIRED = {
    "ancova",
    "paired_change",
    "paired_test",
    "responders",
    "responders_relative",
}  # one before treatment
PAIRED_TEST = "paired_test"  # whose degrees of freedom are one less than the patients
MODELS = {"mixed_model", "cluster_robust", "generalised_estimating"}
PART = {"cluster_permutation", "weighted_difference", "weighted_risk_difference", "smd_weighted"}
PART |= {"weighted_restricted_mean", "weighted_hazard_ratio", "adjusted_hazard_ratio"}
PART |= {
    "complete_difference",
    "complete_risk_difference",
    "complete_restricted_mean",
    "complete_hazard_ratio",
}
PERIODS = {"early_change": Period.EARLY, "late_change": Period.LATE}
IMPROVED = {Period.IMPROVED, Period.IMPROVED_RELATIVE}
SAMPLE = "effective_sample_size"
IMPUTED = "imputed_"  # how the name of a method begins that imputes


def relations_of(published: Published) -> Relations:
    """Every count of a run with its cells, and what holds between them."""
    found = Relations()
    for arm in published.design.arms:
        found.add(size(arm))
    reader = _Reader(published, found)
    reader.flow()
    reader.summaries()
    for row in published.rows("courses"):
        reader.see("courses n", row["n"], known(row["variable"], row["visit"], row["arm"]))
    reader.results()
    reader.frequencies()
    reader.specifications()
    reader.imputed()
    reader.crosswalk()
    together(published, found, reader.analysed)
    _of_times(published, found)
    return found


class _Reader:
    """Reads the counts of one run into relations."""

    def __init__(self, published: Published, found: Relations) -> None:
        self.published, self.design, self.found = published, published.design, found

    def see(self, where: str, text: str, key: Key) -> Key:
        self.found.add(key)
        if limits := self.published.count(text):
            seen = Seen(where, text, is_masked(text))
            self.found.see(key, seen, limits)
        return key

    def variable(self, row: Row) -> Variable:
        found = self.design.variable(row["variable"])
        assert found is not None
        return found

    def missing(self, where: str, row: Row, counted: Key, label: str = "") -> None:
        """Patients with a value and without one are all of the arm."""
        absent = ("missing", *counted[1:])
        self.see(f"{where} n", row["n"], counted)
        self.see(f"{where} missing", row["missing"], absent)
        self.found.total(size(row["arm"]), (counted, absent))

    def flow(self) -> None:
        for row in self.published.rows("flow"):
            variable, arm = self.variable(row), row["arm"]
            place = known(variable.name, row["visit"], arm)
            self.missing("flow", row, place)
            if row["analysed"]:
                self.see("flow analysed", row["analysed"], self.analysed(variable, row["visit"], arm))
            if row["modelled"]:
                self.see("flow modelled", row["modelled"], self.modelled(variable, arm))

    def analysed(self, variable: Variable, visit: str, arm: str) -> Key:
        """Of the main analysis: with a value before treatment where that is taken into account."""
        main = [
            r["analysis"]
            for r in self.published.rows("results")
            if (r["variable"], r["visit"], r["arm"]) == (variable.name, visit, "")
        ]
        paired = "ancova" in main
        return self.pairs(variable, visit, arm) if paired else known(variable.name, visit, arm)

    def pairs(self, variable: Variable, visit: str, arm: str, before: str = "") -> Key:
        """Patients with a value at both of two visits, the earlier of which is the one before treatment."""
        earlier = before or self.design.before(variable)
        if not earlier:
            return known(variable.name, visit, arm)
        both = ("pairs", variable.name, earlier, visit, arm)
        ends = [known(variable.name, code, arm) for code in (earlier, visit)]
        for end in ends:
            self.found.part(both, end)
        self.found.part(both, size(arm))
        self.found.at_least(both, dict.fromkeys(ends, 1) | {size(arm): -1})
        return both

    def period(self, variable: Variable, period: str, arm: str) -> Key:
        """Patients with a change."""
        after = self.design.after(variable)
        if period == Period.LATE:
            return self.pairs(variable, after[-1], arm, after[0])
        return self.pairs(variable, after[0] if period == Period.EARLY else after[-1], arm)

    def modelled(self, variable: Variable, arm: str) -> Key:
        """Patients with a value at some visit after treatment, and before it where there is such a visit."""
        entered = ("modelled", variable.name, arm)
        self.found.part(entered, size(arm))
        if before := self.design.before(variable):
            self.found.part(entered, known(variable.name, before, arm))
        for visit in self.design.after(variable):
            self.found.part(self.pairs(variable, visit, arm), entered)
        return entered

    def summaries(self) -> None:
        levels: dict[Key, list[Key]] = {}
        for row in self.published.rows("summaries"):
            variable, visit, arm, level = self.variable(row), row["visit"], row["arm"], row["level"]
            changed = level in tuple(Period)
            counted = self.period(variable, level, arm) if changed else known(variable.name, visit, arm)
            if variable.measure == "events" and level not in ("patients", ""):
                self._units(variable, row)
                continue
            self.missing("summaries", row, counted)
            if row["count"]:
                key = at_level(variable.name, visit, arm, level)
                self.see("summaries count", row["count"], key)
                self.found.part(key, counted)
                levels.setdefault(counted, []).append(key)
        for counted, parts in levels.items():
            variable = self.design.variable(counted[1])
            if (
                variable
                and variable.kind in ("categorical", "ordinal")
                and len(parts) == len(variable.levels)
            ):
                self.found.total(counted, parts)

    def _units(self, variable: Variable, row: Row) -> None:
        """Units with the event: at least one of each patient with any, and no more than a patient has."""
        place = variable.name, row["visit"], row["arm"]
        units = ("units", *place)
        events = at_level(*place, row["level"])
        self.see("summaries n", row["n"], units)
        self.see("summaries count", row["count"], events)
        self.found.part(events, units)
        patients = at_level(*place, "patients")
        self.found.part(patients, events)
        self.found.derived.discard(("without", *patients, "of", *events))
        if variable.each:
            self.found.multiple(units, variable.each, known(*place))
            most = ("most", *events)
            self.found.multiple(most, variable.each, patients)
            self.found.at_least(most, {events: 1})

    def results(self) -> None:
        rows = (row for table in ("results", "power", "survival") for row in self.published.rows(table))
        for row in rows:
            where = f"results {row['analysis']}" if row.get("analysis") else "survival"
            for side, arm in zip(("n_treated", "n_control"), self.design.arms, strict=True):
                if row.get("arm", "") in ("", arm) and row[side]:
                    sized = self.see(f"{where} {side}", row[side], self._sized(row, arm))
                    if row.get("analysis") == PAIRED_TEST and row["df"]:
                        self.see(f"{where} df", str(round(float(row["df"])) + 1), sized)
        for row in self.published.rows("variance"):
            for side, arm in zip(("n_treated", "n_control"), self.design.arms, strict=True):
                self.see(f"variance {side}", row[side], self.modelled(self.variable(row), arm))
        self._effective()

    def _effective(self) -> None:
        """Patients whose covariates are all known; the row belongs to the arm, which is no variable that is measured."""
        for row in self.published.tables.get("results", ()):
            if row["analysis"] == SAMPLE:
                side = "n_treated" if row["arm"] == self.design.arms[0] else "n_control"
                self.see(f"results {SAMPLE}", row[side], self.covered(row["arm"]))

    def covered(self, arm: str) -> Key:
        """Patients of whom every covariate is known."""
        key = ("covered", arm)
        self.found.part(key, size(arm))
        for variable in self.design.variables:
            covariate = variable.role == "covariate" and variable.section == "baseline"
            covariate |= variable.role == "outcome" and bool(self.design.before(variable))
            if covariate and variable.kind not in ("date", "id", "arm"):
                self.found.part(key, known(variable.name, self.design.before(variable), arm))
        return key

    def _sized(self, row: Row, arm: str) -> Key:
        """The patients of a result."""
        variable, analysis, visit = self.variable(row), row.get("analysis", ""), row.get("visit", "")
        if analysis.startswith(IMPUTED):
            return size(arm)
        if analysis in PERIODS:
            return self.period(variable, PERIODS[analysis], arm)
        if analysis in MODELS:
            return self.modelled(variable, arm)
        if analysis in PAIRED or (analysis == "equivalence" and self.design.before(variable)):
            return self.pairs(variable, visit, arm)
        if analysis in PART:
            key = (analysis, variable.name, visit, arm)
            self.found.part(key, known(variable.name, visit, arm))
            return key
        return known(variable.name, visit, arm)

    def frequencies(self) -> None:
        """Whole patients of a hundred lie beside the share; of rounded counts those counts, which stand elsewhere."""
        rows = (row for row in self.published.rows("frequencies") if not row["claim"])
        for row in rows if self.published.policy.rounding == 1 else ():
            variable, visit = self.variable(row), row["visit"]
            for side, arm in zip(("treated", "control"), self.design.arms, strict=True):
                of_100, event = int(float(row[side])), at_level(variable.name, visit, arm, variable.labels[1])
                whole = known(variable.name, visit, arm)
                self.found.share(event, whole, max(of_100 - 1, 0), min(of_100 + 1, 100))

    def specifications(self) -> None:
        for row in self.published.rows("specifications"):
            for side, arm in zip(("n_treated", "n_control"), self.design.arms, strict=True):
                if row[side]:
                    self.see(f"specifications {side}", row[side], self._specified(row, arm))

    def _specified(self, row: Row, arm: str) -> Key:
        variable, visit = self.variable(row), row["visit"]
        whole = self.pairs if row["covariates"] in ("baseline", "both", "baseline_complete") else self._known
        place = whole(variable, visit, arm)
        if row["unit"] == "units" and row["test"] != "cluster":
            return ("units", variable.name, visit, arm)
        usual = row["outliers"] == "all" and row["weights"] == "none"
        if usual and row["covariates"] in ("none", "baseline") and row["test"] != "cluster":
            return place
        choices = ("outliers", "weights", "covariates", "test")
        key = ("specified", variable.name, visit, arm, *(row[c] for c in choices))
        self.found.part(key, place)
        return key

    def imputed(self) -> None:
        """Complete patients, and how many lack a share: its moves are so many parts of them."""
        for row in self.published.rows("imputation"):
            variable, visit = self.variable(row), row["visit"]
            paired = row["analysis"] == f"{IMPUTED}ancova"
            for side, arm in zip(("treated", "control"), self.design.arms, strict=True):
                complete = (self.pairs if paired else self._known)(variable, visit, arm)
                self.see(f"imputation complete_{side}", row[f"complete_{side}"], complete)
                self.see(f"imputation n_{side}", row[f"n_{side}"], size(arm))
            if row["completions"]:
                self._moves(row, [("missing", variable.name, visit, arm) for arm in self.design.arms])

    def _moves(self, row: Row, missing: list[Key]) -> None:
        """The smallest share of the missing patients of one arm is one of them; the ways are those of both arms."""
        places = ("section", "variable", "visit", "analysis")
        moves = [
            float(r["at"])
            for r in self.published.rows("tipping")
            if all(r[place] == row[place] for place in places) and float(r["at"])
        ]
        side = int(row["moved_arm"] == "control")
        own = round(1 / min(moves))
        other = round(float(row["completions"]) / (own + 1)) - 1
        self.see("tipping at", str(own), missing[side])
        self.see("imputation completions", str(other), missing[1 - side])

    def crosswalk(self) -> None:
        """The patients behind each value, of one arm or of both, and of a share those with the event."""
        for row in self.published.rows("crosswalk"):
            variable, of_units = self.variable(row), row["quantity"] == "share_of_units"
            whole = {"change": self.pairs, "difference": self.analysed}.get(row["quantity"], self._known)
            arms = [row["arm"]] if row["arm"] else list(self.design.arms)
            parts = [whole(variable, row["visit"], arm) for arm in arms]
            if of_units:
                parts = [("units", variable.name, row["visit"], arm) for arm in arms]
            self._patients(row, parts)
            if row["measure_unit"] == "share" and row["value"] and row["n"].isdecimal():
                level = variable.unit or "units" if of_units else "patients"
                self._share(row, variable.labels[1] if variable.labels else level, arms)

    def _patients(self, row: Row, parts: list[Key]) -> None:
        """A sum of two numbers as they are shown may be off by what both are."""
        key, limits = self._all(row, "known", parts), self.published.count(row["n"])
        if len(parts) == 1 or limits is None:
            self.see("crosswalk n", row["n"], key)
            return
        more = self.published.policy.rounding // 2 * (len(parts) - 1)
        self.found.add(key, (max(limits[0] - more, 0), limits[1] + more))

    def _all(self, row: Row, what: str, parts: list[Key]) -> Key:
        """One number, or the sum of those of both arms."""
        if len(parts) == 1:
            return parts[0]
        key = ("crosswalk", what, row["claim"])
        self.found.total(key, parts)
        return key

    def _share(self, row: Row, level: str, arms: list[str]) -> None:
        parts = [at_level(row["variable"], row["visit"], arm, level) for arm in arms]
        low, high = self.published.number(row["value"]) or (0.0, 1.0)
        n, slack = int(row["n"]), self.published.policy.rounding * len(arms)
        limits = max(math.floor(low * n) - slack + 1, 0), math.ceil(high * n) + slack - 1
        self.found.add(self._all(row, "count", parts), limits)

    def _known(self, variable: Variable, visit: str, arm: str) -> Key:
        return known(variable.name, visit, arm)


def _of_times(published: Published, found: Relations) -> None:
    """A time is known with its event: those with the event are among the patients whose event is known."""
    for variable, arm in _times(published):
        events = [k for k in found.bounds if k[:2] == ("count", variable.name) and k[3] == arm]
        other = [k for k in found.bounds if k[:2] == ("count", variable.event) and k[3] == arm]
        if known(variable.event, "", arm) in found.bounds and events and other:
            found.part(known(variable.name, "", arm), known(variable.event, "", arm))
            found.part(events[0], other[0])


def _times(published: Published) -> Iterator[tuple[Variable, str]]:
    for variable in published.design.variables:
        if variable.kind == "time" and variable.event:
            yield from ((variable, arm) for arm in published.design.arms)
