"""A small study with sections of its own, quality of life and laboratory, and with a usual one called otherwise."""

from __future__ import annotations

from pathlib import Path

from small_studies import BEFORE_AND_AFTER, write_study

SECTIONS = {"laboratory": "Blood and laboratory", "quality_of_life": "Quality of life"}
OTHERWISE = "In theatre"
OPENING = "Patients with {treated} scored {score.treated} a month after treatment {{cite:p}}`Welch1947`."
SPEC = f"""{BEFORE_AND_AFTER}\
sections:
  - code: laboratory
    title: {SECTIONS["laboratory"]}
  - code: quality_of_life
    title: {SECTIONS["quality_of_life"]}
    opening: |
      {OPENING}

      The scale is that of *the questionnaire*.
  - {{code: perioperative, title: {OTHERWISE}}}
pages: [book/glossary]
"""
DESCRIBED = """\
name      label              table    role    section         kind       unit   levels     min max event better mcid
minutes   Theatre_time       patients outcome perioperative   continuous min    .          0   300 .     lower  .
wound     Wound_complaint    patients outcome perioperative   binary     .      0=no|1=yes .   .   .     lower  .
again     Would_choose_it    patients outcome quality_of_life binary     .      0=no|1=yes .   .   .     higher .
back      Back_at_work       patients outcome quality_of_life time       days   .          0   200 work  lower  .
work      Seen_at_work       patients none    .               binary     .      0=no|1=yes .   .   .     .      .
platelets Platelets          patients outcome laboratory      continuous 10^9/L .          10  900 .     .      .
score     Life_score         visits   outcome quality_of_life continuous points .          0   100 .     higher 8
protein   C-reactive_protein visits   outcome laboratory      continuous mg/L   .          0   300 .     lower  .
"""
COMMENTARY = """\
# quality_of_life

The score is explained [elsewhere](../book/glossary.md), and the blood [in its chapter](section_laboratory.ipynb).
See [the table](#tab-section-qualityoflife).

# protein

It fell to {protein.treated} and {protein.control}.
"""
ARM = 14


def write_sections(folder: Path) -> Path:
    """Write the study; every value is made up by a formula."""
    people, seen = [], []
    for n in range(2 * ARM):
        new = n < ARM
        bumpy = n * 37 % 11
        people.append(
            f"{'A' if new else 'B'} {60 + bumpy + 9 * new} {int(bumpy > 7 + new)} {int(bumpy > 3 - new)} "
            f"{20 + 3 * bumpy + 6 * (not new)} {int(bumpy != 5)} {190 + 7 * bumpy}"
        )
        for visit, gain, drop in (("before", 0, 0), ("after", 15 + 6 * new, 20)):
            other = (n + gain) * 29 % 13
            seen.append(f"{n + 1} {visit} {40 + 2 * bumpy + gain + other} {31 + bumpy - drop + other}")
    patients = "\n".join(["arm minutes wound again back work platelets", *people])
    visits = "\n".join(["patient visit score protein", *seen])
    write_study(folder, DESCRIBED, patients, visits, SPEC)
    (folder / "commentary.md").write_text(COMMENTARY, "utf-8")
    return folder
