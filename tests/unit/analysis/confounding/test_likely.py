"""Which arm an imbalance favours: by its sign and by how an outcome goes with it, as far as a policy lets it be told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_studies import write_study

from twoarm.analysis.comparison.compare import compare_baseline
from twoarm.analysis.confounding.likely import LikelyBias, LikelyBiases, likely_biases
from twoarm.present.sensitivity.confounding import (
    confounding_table,
    likely_bias_sentences,
    unmeasured_causes,
)
from twoarm.study.opened import Study, open_study
from twoarm.tables.characteristics import CONFOUNDING

DESCRIBED = """\
name   label   table     role       section        kind         levels    better  unit  event
age    Age     patients  covariate  baseline       continuous   .         .       years .
ward   Ward    patients  covariate  baseline       categorical  N|S|E     .       .     .
luck   Luck    patients  covariate  baseline       continuous   .         .       .     .
stay   Stay    patients  outcome    perioperative  continuous   .         lower   days  .
leak   Leak    patients  outcome    perioperative  binary       0=no|1=yes  lower .     .
score  Score   patients  outcome    perioperative  continuous   .         .       .     .
mood   Mood    patients  outcome    perioperative  ordinal      a|b|c     higher  .     .
alive  Alive   patients  outcome    follow_up      time         .         higher  days  died
died   Died    patients  none       follow_up      binary       0=no|1=yes  .     .     .
"""
N = 80


def table(swapped: bool = False, shift: float = 4.0) -> str:
    """The treated are older by a shift; stay and score go with age, luck with nothing; events come sooner to the older."""
    rng, lines = np.random.default_rng(3), ["arm  age  ward  luck  stay  leak  score  mood  alive  died"]
    for i in range(N):
        treated = i < N // 2
        age = round(60 + shift * treated + rng.normal(0, 6), 1)
        luck = round(rng.normal(0, 1) + 0.3 * treated, 2)
        stay, score = round(age / 10 + rng.normal(0, 0.5), 2), round(age + rng.normal(0, 5), 1)
        leak, alive = int(rng.random() < 0.3), round(rng.exponential(900 * np.exp(-0.08 * (age - 60))), 0)
        ward, mood = "NSE"[i % (7 if treated else 5) % 3], "abc"[i % 3]
        arm = "BA"[treated != swapped]
        lines.append(
            f"{arm}  {age}  {ward}  {luck}  {stay}  {leak}  {score}  {mood}  {alive}  {int(i % 5 > 0)}"
        )
    return "\n".join(lines) + "\n"


def opened(folder: Path, spec: str = "", **how: object) -> Study:
    return open_study(str(write_study(folder / "small", DESCRIBED, table(**how), spec=spec)))


def found(study: Study) -> dict[tuple[str, str], LikelyBias]:
    return {(one.variable, one.characteristic): one for one in likely_biases(compare_baseline(study)).found}


def test_the_older_arm_stays_longer_by_that_and_the_other_arm_is_favoured(tmp_path):
    of = found(opened(tmp_path))
    age = of["stay", "age"]
    assert age.side == 1 and age.favours == "B"
    assert age.smd > 0 and age.estimate.value == pytest.approx(0.1 * 4, abs=0.3)
    assert of["score", "age"].side == 1 and of["score", "age"].favours == ""  # no side is better
    alive = of["alive", "age"]
    assert (
        alive.scale == "ratio" and alive.estimate.low > 1 and alive.favours == "B"
    )  # a higher hazard is no later event
    luck = of["stay", "luck"]
    assert luck.side == 0 and luck.favours == "" and luck.estimate.low < 0 < luck.estimate.high


def test_it_is_the_difference_less_the_adjusted_one(tmp_path):
    study = opened(tmp_path)
    cohort, variables = study.cohort, [study.variable(name) for name in ("stay", "age")]
    treated, control = ([cohort.values(v, arm).to_numpy(float) for v in variables] for arm in cohort.arms)
    y, x = (np.concatenate(pair) for pair in zip(treated, control, strict=True))
    arm = np.repeat([1.0, 0.0], [len(treated[0]), len(control[0])])
    adjusted = np.linalg.lstsq(np.column_stack([np.ones(len(y)), arm, x]), y, rcond=None)[0][1]
    plain = treated[0].mean() - control[0].mean()
    assert found(study)["stay", "age"].estimate.value == pytest.approx(plain - adjusted, rel=1e-9)


def test_exchanged_arms_turn_the_sign_and_the_favoured_arm(tmp_path):
    one, other = (found(opened(tmp_path / str(way), swapped=way)) for way in (False, True))
    for key, row in one.items():
        sign = (lambda x: 1 / x) if row.scale == "ratio" else (lambda x: -x)
        assert other[key].estimate.value == pytest.approx(sign(row.estimate.value), rel=1e-5), key
        assert other[key].favours == {"A": "B", "B": "A", "": ""}[row.favours]


def test_outcomes_of_levels_are_not_asked_and_said_to_be_so(tmp_path):
    biases = likely_biases(compare_baseline(opened(tmp_path)))
    assert [v.name for v in biases.unasked] == ["mood"] and biases.of("mood") == []
    assert "Not asked of Mood" in likely_bias_sentences(biases).markdown


def test_the_primary_outcome_alone_is_asked_about_where_one_is_named(tmp_path):
    biases = likely_biases(compare_baseline(opened(tmp_path, "primary_outcome: stay\n")))
    assert {one.variable for one in biases.found} == {"stay"}
    shown = confounding_table(biases)
    assert shown.caption.endswith("of new minus old in Stay.")
    assert [row[0] for row in shown.rows] == [one.characteristic.capitalize() for one in biases.found]
    assert {row[0]: row[3] for row in shown.rows}["Age"] == "old"
    assert "cannot be told" in {row[0]: row[3] for row in shown.rows}["Luck"]


def test_the_sentences_say_what_the_rows_say_and_of_how_many_nothing_can_be_told(tmp_path):
    biases = likely_biases(compare_baseline(opened(tmp_path)))
    said = likely_bias_sentences(biases).markdown
    told = [one for one in biases.found if one.side]
    assert "standard deviations in 3 characteristics." in said
    assert f"Of {len(biases.found)} pairs" in said and f" {len(told)} move a comparison" in said
    assert f" {len(biases.found) - len(told)} leave open which arm is favoured" in said
    favoured = [row for row in confounding_table(biases).rows if len(row) > 1]
    assert len(favoured) == len(told)


def test_the_rows_are_those_of_the_published_table(tmp_path):
    rows = likely_biases(compare_baseline(opened(tmp_path))).rows()[CONFOUNDING.name]
    assert {tuple(row) for row in rows} == {CONFOUNDING.header}


@pytest.mark.parametrize(("stated", "asked"), [("yes", False), ("no", True), ("unknown", True)])
def test_chance_is_no_confounder(tmp_path, stated, asked):
    study = opened(tmp_path, f"randomised: {stated}\n")
    biases = likely_biases(compare_baseline(study))
    assert bool(biases.found) is asked
    assert (likely_bias_sentences(biases) is not None) is (confounding_table(biases) is not None) is asked
    assert (unmeasured_causes(study) is not None) is asked


def test_what_nobody_measured_is_printed_as_it_is_stated(tmp_path):
    line = "unmeasured: [{name: frailty, favours: A, source: judgement of the authors}]\n"
    said = unmeasured_causes(opened(tmp_path, line)).markdown
    assert "- Frailty: said to favour new. Source: judgement of the authors." in said
    assert "names no cause" in unmeasured_causes(opened(tmp_path / "silent")).markdown


VISITED = """\
name  label  table     role       section    kind        levels
age   Age    patients  covariate  baseline   continuous  .
odi   ODI    visits    outcome    follow_up  continuous  .
"""
BEFORE_AND_AFTER = (
    "visits:\n  - {code: before, label: before treatment, time: 0}\n  - {code: after, label: after a month, time: 1}\n"
    "baseline_visit: before\n"
)


def test_an_outcome_s_own_value_before_treatment_is_adjusted_for_and_others_count_beside_it(tmp_path):
    rng = np.random.default_rng(8)
    age = np.round(rng.normal(60, 6, 40) + np.repeat([4, 0], 20), 1)
    before = np.round(age / 2 + rng.normal(0, 4, 40), 1)
    after = np.round(before * 0.8 + age / 10 + rng.normal(0, 2, 40), 1)
    patients = "arm  age\n" + "".join(f"{'AB'[i >= 20]}  {age[i]}\n" for i in range(40))
    seen = "patient  visit  odi\n" + "".join(
        f"{i + 1}  before  {before[i]}\n{i + 1}  after  {after[i]}\n" for i in range(40)
    )
    study = open_study(str(write_study(tmp_path / "v", VISITED, patients, seen, spec=BEFORE_AND_AFTER)))
    of = found(study)
    assert set(of) == {("odi", "age")} and of["odi", "age"].visit == "after"
    arm = np.repeat([1.0, 0.0], 20)
    columns = [np.ones(40), arm, before]
    without, with_age = (
        np.linalg.lstsq(np.column_stack(c), after, rcond=None)[0][1] for c in (columns, [*columns, age])
    )
    assert of["odi", "age"].estimate.value == pytest.approx(without - with_age, rel=1e-9)


# What a policy lets be told


def masked(folder: Path, profile: str) -> LikelyBiases:
    text = table()
    study = write_study(folder / "private", DESCRIBED, text)
    path = study / "study.yml"
    path.write_text(path.read_text("utf-8").replace("{min_count: 0}", f"{{profile: {profile}}}"), "utf-8")
    return likely_biases(compare_baseline(open_study(str(study))))


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_a_small_group_of_two_levels_together_masks_what_would_give_it_back(tmp_path, profile):
    """Of fourteen patients with a leak in three wards some of an arm are fewer than five."""
    biases = masked(tmp_path, profile)
    of = {(one.variable, one.characteristic): one.estimate for one in biases.found}
    assert of["leak", "ward"].masked
    assert of["stay", "age"].value is not None and not of["stay", "age"].masked
    assert of["stay", "age"].value == float(f"{of['stay', 'age'].value:.3g}")
    assert f"{sum(e.masked for e in of.values())} are masked" in likely_bias_sentences(biases).markdown


def test_an_open_study_masks_nothing(tmp_path):
    assert not any(one.estimate.masked for one in likely_biases(compare_baseline(opened(tmp_path))).found)
