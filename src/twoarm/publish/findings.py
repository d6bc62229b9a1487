"""What a check of a study found, for a reader and for a machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twoarm.errors import InputError, Place, Problem, TwoArmError, listed
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.files.shown_values import shown_values
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import adjusted_for

WARNED = "Worth a look"
_NOTHING_KNOWN = "dictionary.csv has no covariate in the section baseline, and no outcome at a baseline visit"
_NOTHING_LEFT = "all that was known before treatment tells the arms apart, or is missing in one of them"
STRICT_TODO = "Nothing here is against a rule; without --strict the study is accepted."


@counts_only
@dataclass(frozen=True)
class Findings:
    """The study, or the error that refuses it; and what is only worth a look.

    Parameters
    ----------
    name : what the user called the study.
    folder : where it is; None where there is none.
    study : if nothing is wrong with it.
    error : with every problem otherwise.
    warnings : of a study with which nothing is wrong.
    strict : whether a warning refuses it as well.
    """

    name: str
    folder: Path | None = None
    study: Study | None = None
    error: TwoArmError | None = None
    warnings: Sequence[Problem] = ()
    strict: bool = False

    @property
    def exit_code(self) -> int:
        """0 where the study is in order; see ``twoarm.errors``."""
        if self.error:
            return self.error.exit_code
        return InputError.exit_code if self.strict and self.warnings else 0

    def refused(self) -> str:
        """What stands on the error output: nothing for an accepted study, and never a cell's value."""
        if self.error:
            return str(self.error)
        return "\n".join([self._warned(), STRICT_TODO]) if self.exit_code else ""

    def accepted(self) -> str:
        """What stands on the output for an accepted study: its size, policy, what is adjusted for, and the warnings."""
        if self.exit_code or self.study is None or self.folder is None:
            return ""
        lines = [f"{self.folder.name}/ is in order: {_known(self.study)}", *self._policy()]
        lines += [] if self.study.spec.published else [self._adjusted()]
        return "\n".join([*lines, self._warned()] if self.warnings else lines)

    def values(self) -> str:
        """The values that break rules, each beside its place and rule, for the user's own terminal."""
        pairs = zip(self._problems(), self._values(), strict=True)
        return "\n".join(f"{problem.where}: {value} {problem.rule}" for problem, value in pairs if value)

    def machine(self, show_values: bool = False) -> str:
        """One JSON object: ``study, ok, exit_code, problems, policy, adjusted_for``.

        Of each problem it has place, rule, mend and severity; of the policy its profile, what it does and what it leaves
        open; of what is adjusted for the names. The last two are null where the study is not read to its end, and the policy
        of a study without patients, too.
        """
        severity = "error" if self.exit_code else "warning"
        problems = [_record(problem, "error") for problem in self._problems()]
        if show_values:
            for record, value in zip(problems, self._values(), strict=True):
                record |= {"value": value} if value else {}
        problems += [_record(problem, severity) for problem in self.warnings]
        found = {
            "study": self.name,
            "ok": not self.exit_code,
            "exit_code": self.exit_code,
            "problems": problems,
            "policy": self._policy_record(),
            "adjusted_for": None if self.study is None else [v.name for v in adjusted_for(self.study)],
        }
        return json.dumps(found, ensure_ascii=True, indent=1)

    def _adjusted(self) -> str:
        """What results are adjusted for, all of it: whoever knows the patients has to see what should not stand there."""
        study = self.study
        if study is None or not study.before_treatment:
            return f"Adjusted for nothing: {_NOTHING_KNOWN}."
        named = [_with_visit(study, variable) for variable in adjusted_for(study)]
        if not named:
            return f"Adjusted for nothing: {_NOTHING_LEFT}."
        return f"Adjusted for, as known before treatment: {'; '.join(named)}."

    def _policy(self) -> list[str]:
        """The policy in force and what it leaves open; of patients whom anybody may see, only one that masks."""
        if self.study is None:
            return []
        spec = self.study.spec
        words = PolicyWords(spec.policy)
        if not (spec.private or words.sentence):
            return []
        said = f"Disclosure policy {spec.policy.profile}: {words.sentence or 'nothing is masked.'}"
        return [said, f"It leaves open: {'; '.join(words.open_risks)}."]

    def _policy_record(self) -> dict | None:
        if self.study is None or self.study.spec.published:
            return None
        policy = self.study.spec.policy
        words = PolicyWords(policy)
        return {"profile": policy.profile, "does": words.sentence, "leaves_open": list(words.open_risks)}

    def _warned(self) -> str:
        count = len(self.warnings)
        return "\n".join([f"{WARNED} ({count} warning{'s' * (count != 1)})", *listed(self.warnings)])

    def _problems(self) -> list[Problem]:
        if self.error is None:
            return []
        return self.error.problems or [Problem(Place(), self.error.headline)]

    def _values(self) -> list[str]:
        problems = self._problems()
        return shown_values(self.folder, problems) if self.folder else [""] * len(problems)


def _known(study: Study) -> str:
    """What there is, counted: patients and variables; of an abstract alone its claims."""
    if study.spec.published:
        count = len(study.claims)
        return f"an abstract alone with {count} claim{'s' * (count != 1)}, and no patients."
    sizes = ", ".join(f"{study.cohort.size(arm.level)} {arm.label}" for arm in study.arms)
    return f"{study.n} patients ({sizes}), {len(study.dictionary)} variables."


def _with_visit(study: Study, variable: Variable) -> str:
    """``Pain, before surgery``; of what is measured once its label."""
    visit = study.baseline_of(variable)
    return f"{variable.label}, {study.visit(visit).label}" if visit else variable.label


def _record(problem: Problem, severity: str) -> dict:
    where = problem.where
    rule = {"rule": problem.rule, "mend": problem.mend, "severity": severity}
    return {"file": where.file, "line": where.line or None, "column": where.at, **rule}
