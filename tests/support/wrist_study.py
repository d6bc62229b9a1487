"""A second simulated study, unlike the shipped one in every name: arms, visits, variables, identifiers, seed."""

from __future__ import annotations

from pathlib import Path

from twoarm.simulation.simulate import simulate_study

STUDY = """\
title: Plate or cast for a broken wrist
data_kind: simulated
generator: simulation.yml
arms:
  column: treatment
  treated: {level: P, label: Angular stable plate}
  control: {level: C, label: Cast, name: plaster cast}
time_unit: weeks
visits:
  - {code: w0, label: day of injury, time: 0}
  - {code: w6, label: week 6, time: 6}
  - {code: w26, label: week 26, time: 26}
baseline_visit: w0
primary_outcome: grip
families: {all: [grip, theatre_time, union]}
"""
DICTIONARY = """\
name,label,table,role,section,kind,unit,levels,missing,min,max,step,of,event,tau,visits,better,mcid,mcid_source,margin,margin_source,estimand,digits,note,source
person,Person,patients,id,,id,,,,,,,,,,,,,,,,,,,
treatment,Treatment,patients,arm,,arm,,P=Angular stable plate|C=Cast,,,,,,,,,,,,,,,,,
years,Age,patients,covariate,baseline,continuous,years,,,18,100,1,,,,,,,,,,,,,
hand,Broken hand,patients,covariate,baseline,categorical,,left=left|right=right|both=both,,,,,,,,,,,,,,,,,
theatre_time,Time in theatre,patients,outcome,perioperative,continuous,min,,,0,300,5,,,,,lower,,,,,,,,
nerve,Nerve complaint,patients,outcome,perioperative,categorical,,none=none|passing=passing|lasting=lasting,,,,,,,,,,,,,,,,,
pins,Loose pin,patients,outcome,perioperative,count,pins,,,0,3,1,3,,,,lower,,,,,,,,
union,Time to union,patients,outcome,follow_up,time,days,,,0,400,1,,healed,,,lower,,,,,,,,
healed,Union seen,patients,none,,binary,,0=no|1=yes,,,,,,,,,,,,,,,,,
visit,Visit,visits,none,,categorical,,w0=day of injury|w6=week 6|w26=week 26,,,,,,,,,,,,,,,,,
grip,Grip strength,visits,outcome,follow_up,continuous,kg,,,0,90,0.5,,,,w0|w6|w26,higher,5,,,,,,,
tilt,Palmar tilt,visits,outcome,imaging,continuous,degrees,,,-60,60,1,,,,w26,higher,,,,,,,,
"""
SIMULATION = """\
seed: 77
columns: {patient: person, arm: treatment, visit: visit}
identifiers: {prefix: W, digits: 5}
arms: [{code: P, size: 21}, {code: C, size: 26}]
visits: {order: [w0, w6, w26], baseline: w0}
patient_variables:
  years:
    {kind: measured, step: 1, lo: 20, hi: 90, source: none, status: assumed,
     targets: {P: {mean: 61, sd: 12}, C: {mean: 63, sd: 11}}}
  hand: {kind: divided, shares: {left: 0.4, right: 0.5, both: 0.1}, source: none, status: assumed}
  theatre_time:
    {kind: measured, step: 5, lo: 5, hi: 200, source: none, status: assumed,
     targets: {P: {mean: 82, sd: 18}, C: {mean: 31, sd: 10}}}
  nerve:
    {kind: counted, source: none, status: assumed,
     counts: {P: {none: 17, passing: 3, lasting: 1}, C: {none: 24, passing: 2, lasting: 0}}}
  pins:
    {kind: clustered, units: 3, source: none, status: assumed,
     clusters: {P: {events: 4, patients: 3}, C: {events: 0, patients: 0}}}
  healed: {kind: counted, counts: {P: {1: 19, 0: 2}, C: {1: 22, 0: 4}}, source: none, status: assumed}
  union:
    {kind: measured, event: healed, step: 1, lo: 20, hi: 300, source: none, status: assumed,
     targets: {P: {mean: 61, sd: 17}, C: {mean: 74, sd: 21}}}
visit_variables:
  grip:
    {step: 0.5, lo: 0, hi: 60, patient_icc: 0.5, source: none, status: assumed,
     targets: {P: {w0: {mean: 9, sd: 3}, w6: {mean: 18, sd: 5}, w26: {mean: 29, sd: 6}},
               C: {w0: {mean: 9, sd: 3}, w6: {mean: 12, sd: 5}, w26: {mean: 27, sd: 6}}}}
  tilt:
    {step: 1, lo: -30, hi: 30, patient_icc: 0.5, source: none, status: assumed,
     targets: {P: {w26: {mean: 8, sd: 5}}, C: {w26: {mean: 2, sd: 7}}}}
statements:
  - {kind: between, says: stronger at six weeks, variable: grip, visits: [w6], significant: true, direction: higher}
"""


def write_wrist(folder: Path) -> Path:
    """Write the study's description into `folder` and simulate its cohort there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("study.yml", STUDY), ("dictionary.csv", DICTIONARY), ("simulation.yml", SIMULATION)):
        (folder / name).write_text(text, "utf-8")
    simulate_study(folder)
    return folder
