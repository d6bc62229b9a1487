"""Subgroups that a study names: each level by the method of all patients, one test each, and what a policy leaves of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.subgroups.effects import subgroup_effects
from twoarm.analysis.subgroups.values import SubgroupEffects
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.times.proportional_hazards import hazard_ratio
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference
from twoarm.present.about.checklists.table import FilledChecklist
from twoarm.present.figures.subgroups import subgroup_forest
from twoarm.present.sensitivity.subgroups import subgroup_sentences
from twoarm.study.opened import Study, open_study
from twoarm.tables.about import CHECKLIST
from twoarm.tables.characteristics import SUBGROUPS

DESCRIBED = """\
name   label   table     role       section        kind         levels       better  unit  event
sex    Sex     patients  covariate  baseline       binary       0=men|1=women  .     .     .
ward   Ward    patients  covariate  baseline       categorical  N=north|S=south|E=east  .  .  .
stay   Stay    patients  outcome    perioperative  continuous   .            lower   days  .
leak   Leak    patients  outcome    perioperative  binary       0=no|1=yes   lower   .     .
alive  Alive   patients  outcome    follow_up      time         .            higher  days  died
died   Died    patients  none       follow_up      binary       0=no|1=yes   .       .     .
pain   Pain    visits    outcome    follow_up      continuous   .            lower   .     .
"""
N = 96


def tables() -> tuple[str, str]:
    """The treated women of the study stay three days longer; wards make no difference."""
    rng = np.random.default_rng(9)
    patients, visits = ["arm  sex  ward  stay  leak  alive  died"], ["patient  visit  pain"]
    for i in range(N):
        treated, woman = i < N // 2, i % 2
        stay = round(10 + 3 * treated * woman + rng.normal(0, 1.5), 1)
        leak, alive = int(rng.random() < 0.4), int(rng.exponential(300)) + 1
        before = round(rng.normal(6, 1), 1)
        after = round(0.6 * before - treated + rng.normal(0, 1), 1)
        patients.append(
            f"{'BA'[treated]}  {woman}  {'NSE'[i % 3]}  {stay}  {leak}  {alive}  {int(i % 4 > 0)}"
        )
        visits += [f"{i + 1}  before  {before}", f"{i + 1}  after  {after}"]
    return "\n".join(patients) + "\n", "\n".join(visits) + "\n"


def opened(folder: Path, primary: str, subgroups: str = "[sex, ward]", disclosure: str = "") -> Study:
    spec = f"{BEFORE_AND_AFTER}primary_outcome: {primary}\nsubgroups: {subgroups}\n"
    path = write_study(folder / "small", DESCRIBED, *tables(), spec=spec)
    if disclosure:
        text = (path / "study.yml").read_text("utf-8")
        (path / "study.yml").write_text(text.replace("{min_count: 0}", disclosure), "utf-8")
    return open_study(str(path))


def effects(folder: Path, *how: str) -> SubgroupEffects:
    found = subgroup_effects(opened(folder, *how))
    assert found is not None
    return found


def arrays(study: Study, *names: str, visit: str | None = None) -> list[np.ndarray]:
    """Columns of the treated, then of the control."""
    cohort = study.cohort
    return [
        cohort.values(
            study.variable(name), arm, visit if study.variable(name).table == "visits" else None
        ).to_numpy()
        for arm in cohort.arms
        for name in names
    ]


def test_each_level_is_compared_as_all_patients_are(tmp_path):
    found = effects(tmp_path, "stay")
    ts, tg, cs, cg = arrays(found.study, "stay", "sex")
    assert found.whole.estimate == mean_difference(ts, cs)
    for effect, label in zip(found.parts[0].effects, (0, 1), strict=True):
        assert effect.estimate == mean_difference(ts[tg == label], cs[cg == label])
    assert found.parts[0].test.p_value < 0.001 < found.parts[1].test.p_value


def test_shares_and_times_have_methods_of_their_own(tmp_path):
    found = effects(tmp_path / "share", "leak")
    tl, tw, cl, cw = arrays(found.study, "leak", "ward")
    south = found.parts[1].effects[1]
    counts = (
        (tl[tw == "south"] == 1).sum(),
        (tw == "south").sum(),
        (cl[cw == "south"] == 1).sum(),
        (cw == "south").sum(),
    )
    assert (
        south.level == "S"
        and south.estimate == risk_difference(*map(int, counts))
        and south.scale == "proportion"
    )
    found = effects(tmp_path / "time", "alive")
    ta, td, tg, ca, cd, cg = arrays(found.study, "alive", "died", "sex")
    women = found.parts[0].effects[1]
    of = [(x[g == 1]) for x, g in ((ta, tg), (td, tg), (ca, cg), (cd, cg))]
    assert women.estimate == hazard_ratio(*of) and women.scale == "ratio"
    assert subgroup_forest(found).caption.startswith("Alive, in subgroups that the study names, new to old")


def test_a_value_before_treatment_is_taken_into_account_as_in_the_main_analysis(tmp_path):
    found = effects(tmp_path, "pain")
    study = found.study
    sex = arrays(study, "sex")
    before, after = (arrays(study, "pain", visit=visit) for visit in ("before", "after"))
    men = [part[group == 0] for part, group in zip([*before, *after], [*sex, *sex], strict=True)]
    assert found.parts[0].effects[0].estimate == ancova(men[0], men[2], men[1], men[3])
    assert found.whole.visit == "after"


def test_the_sentences_say_how_many_there_are_and_what_is_open(tmp_path):
    said = subgroup_sentences(effects(tmp_path, "stay")).markdown
    assert "names 2 subgroups for Stay: Sex and Ward. This is an exploration." in said
    assert "The difference is not the same at all levels of Sex (P" in said
    assert "Whether it differs by Ward is open (P" in said
    assert "The 2 tests are not adjusted for their number" in said
    one = subgroup_sentences(effects(tmp_path / "one", "stay", "[ward]")).markdown
    assert "names 1 subgroup for Stay: Ward." in one and "not adjusted" not in one


def test_the_figure_has_a_row_for_all_patients_and_for_each_level(tmp_path):
    found = effects(tmp_path, "stay")
    figure = subgroup_forest(found)
    shown = [text.get_text().strip() for text in figure.drawing.axes[0].texts]
    for name in ("All patients", "men", "women", "north", "south", "east", "48", "24", "16"):
        assert name in shown, name
    assert any(text.startswith("Sex: P") for text in shown) and "favours new" in " ".join(shown).replace(
        "\n", " "
    )
    assert figure.narrow.count("95% CI") == 6 and "all patients 1.5 days (95% CI 0.7 to 2.3)" in figure.alt


def test_the_rows_are_those_of_the_published_table(tmp_path):
    rows = effects(tmp_path, "stay").rows()[SUBGROUPS.name]
    assert {tuple(row) for row in rows} == {SUBGROUPS.header}
    assert [(row["subgroup"], row["level"]) for row in rows] == [
        ("", ""), ("sex", "0"), ("sex", "1"), ("ward", "N"), ("ward", "S"), ("ward", "E"),
    ]  # fmt: skip
    assert rows[0]["p_interaction"] is None and rows[1]["p_interaction"] == rows[2]["p_interaction"]


def test_a_study_that_names_none_has_none_and_the_checklist_follows(tmp_path):
    study = opened(tmp_path, "stay", "[]")
    assert (
        subgroup_effects(study) is None and subgroup_sentences(None) is None and subgroup_forest(None) is None
    )
    assert "no subgroup is examined" in answer_on_subgroups(study)
    assert "test of interaction" in answer_on_subgroups(opened(tmp_path / "n", "stay"))


def answer_on_subgroups(study: Study) -> str:
    return next(
        row["answer"] for row in FilledChecklist(study).rows()[CHECKLIST.name] if row["item"] in ("12b", "18")
    )


# What a policy lets be told


def test_levels_with_few_events_are_masked_with_their_test(tmp_path):
    """Of sixteen patients of a ward in an arm fewer than eight have a leak: all of that subgroup is masked."""
    found = effects(tmp_path, "leak", "[sex, ward]", "{profile: opensafely}")
    ward = found.parts[1]
    assert all(effect.estimate.masked for effect in ward.effects) and ward.test.masked
    assert (
        "What Ward shows is masked, because few patients are behind it." in subgroup_sentences(found).markdown
    )
    assert all(str(effect.estimate.n_treated) == "masked" for effect in ward.effects)


def test_numbers_are_told_to_the_digits_of_the_policy_where_no_group_is_small(tmp_path):
    found = effects(tmp_path, "stay", "[sex]", "{profile: hospital}")
    women = found.parts[0].effects[1].estimate
    assert not women.masked and women.value == float(f"{women.value:.3g}") and women.n_treated == 24


def test_who_lacks_the_outcome_would_be_told_by_the_sizes_of_the_levels(tmp_path):
    """One woman has no value: the sizes of both levels beside those of the whole would tell that."""
    patients, visits = tables()
    lines = patients.split("\n")
    cells = lines[2].split()
    cells[3] = "."
    lines[2] = "  ".join(cells)
    spec = f"{BEFORE_AND_AFTER}primary_outcome: stay\nsubgroups: [sex]\n"
    path = write_study(tmp_path / "gap", DESCRIBED, "\n".join(lines), visits, spec=spec)
    text = (path / "study.yml").read_text("utf-8")
    (path / "study.yml").write_text(text.replace("{min_count: 0}", "{profile: hospital}"), "utf-8")
    found = subgroup_effects(open_study(str(path)))
    assert all(effect.estimate.masked for effect in found.parts[0].effects) and found.parts[0].test.masked
    assert subgroup_forest(found) is None or "masked" in subgroup_forest(found).svg
