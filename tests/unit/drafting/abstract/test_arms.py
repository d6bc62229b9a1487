"""How abstracts name their two arms and the size of each."""

from __future__ import annotations

import pytest
from abstracts import drafted

from twoarm.drafting.abstract.arms.names import abbreviations
from twoarm.drafting.abstract.reading.sentences import sentences_of
from twoarm.drafting.abstract.reporting.stated import by_chance
from twoarm.errors import ParameterError
from twoarm.study.design.allocation import Randomised

RESULTS = " Results: Pain was 3.1±1.0 versus 4.1±1.2 (P=0.03). Conclusion: Fine."
FORMS = {
    "30 patients received VBS, while the remaining 32 patients underwent PKP.": ("VBS", 30, "PKP", 32),
    "Patients were divided into the study group (45 cases) and the control group (44 cases).": (
        "study group",
        45,
        "control group",
        44,
    ),
    "Patients were allocated to a control group (n = 44), given saline, and a study group (n = 45).": (
        "study group",
        45,
        "control group",
        44,
    ),
    "They were divided into PVP group and PKP group, with 40 cases in each group.": ("PVP", 40, "PKP", 40),
    "Patients were randomly assigned to ropivacaine or bupivacaine (n = 50 each).": (
        "ropivacaine",
        50,
        "bupivacaine",
        50,
    ),
    "Sixty patients were allocated into two groups of 30 to receive either dexamethasone or placebo.": (
        "dexamethasone",
        30,
        "placebo",
        30,
    ),
    "Of 100 patients, 48 had open surgery and 52 had laparoscopic surgery.": (
        "laparoscopic surgery",
        52,
        "open surgery",
        48,
    ),
    "We analysed 52 laparoscopic and 48 open procedures.": ("laparoscopic", 52, "open", 48),
    "Robotic surgery (52 patients) was compared with open surgery (48 patients).": (
        "Robotic surgery",
        52,
        "open surgery",
        48,
    ),
    "There were 33 patients in the robotic group and 35 patients in the conventional group.": (
        "robotic",
        33,
        "conventional",
        35,
    ),
    "Treatment with adalimumab in 40 and etanercept in 38 patients was compared.": (
        "adalimumab",
        40,
        "etanercept",
        38,
    ),
    "Group A (n = 31) received ketorolac and group B (n = 30) received tramadol.": (
        "Group A",
        31,
        "group B",
        30,
    ),
    "The anterior group (AA group) comprised 55 hips; the posterior group (PA group) comprised 60 hips.": (
        "AA",
        55,
        "PA",
        60,
    ),
    "Forty-one patients had stents (VBS group) and 47 had balloons (control group).": (
        "VBS",
        41,
        "control group",
        47,
    ),
    "Participants were randomised to yoga (intervention; n=47) or waiting list (control; n=45).": (
        "yoga",
        47,
        "waiting list",
        45,
    ),
    "We assigned patients to colchicine (0.5 mg daily; 2,404 patients) or placebo (2,408 patients).": (
        "colchicine",
        2404,
        "placebo",
        2408,
    ),
    "Patients were assigned to early mobilisation (88) or immobilisation (90).": (
        "early mobilisation",
        88,
        "immobilisation",
        90,
    ),
    "We compared 36 stented (Group 1) and 44 non-stented (Group 2) ureters.": ("group 1", 36, "group 2", 44),
    "TEP was performed in 84 patients and Lichtenstein repair in 91.": ("TEP", 84, "Lichtenstein repair", 91),
    "The induction group comprised 212 women and the expectant group 230 women.": (
        "induction",
        212,
        "expectant",
        230,
    ),
    "28 cases of unilateral PKP (unilateral group) and 31 cases of bilateral PKP (bilateral group) were studied.": (
        "unilateral",
        28,
        "bilateral",
        31,
    ),
    "The surgery arm consisted of 44 participants and the exercise arm of 46 participants.": (
        "surgery",
        44,
        "exercise",
        46,
    ),
    "One hundred and twenty women received letrozole and 118 received clomiphene.": (
        "letrozole",
        120,
        "clomiphene",
        118,
    ),
    "Adults had a femoral block (31 patients) or a canal block (29 patients) with 20 ml bupivacaine 0.25%.": (
        "femoral block",
        31,
        "canal block",
        29,
    ),
    "Women were allotted to lidocaine 2% (n = 41) or saline 0.9% (n = 43).": ("lidocaine", 41, "saline", 43),
    "Children received drops of atropine 0.01% (52 children) or placebo (50 children).": (
        "atropine",
        52,
        "placebo",
        50,
    ),
    "There were included 120 patients: in 62 the hernia was repaired with a mesh (mesh group) and in 58 with"
    " sutures (suture group).": ("mesh", 62, "suture", 58),
    "In 51 patients the stump was closed by clips, in 49 by staples.": ("clips", 51, "staples", 49),
    "In 112 children an appendectomy was done laparoscopically (LA) and in 98 by open surgery (OA).": (
        "laparoscopically",
        112,
        "open surgery",
        98,
    ),
    "Ninety patients (one knee each) were randomized to a cuff (cuff group, n = 46) or none (control group, n = 44).": (
        "cuff",
        46,
        "control group",
        44,
    ),
    "Eighty-eight eyes (88 patients) were randomised to ranibizumab (n=45) or laser (n=43).": (
        "ranibizumab",
        45,
        "laser",
        43,
    ),
    "Group 1 was composed of 34 patients who had an epidural and Group 2 of 36 patients who had a spinal.": (
        "Group 1",
        34,
        "Group 2",
        36,
    ),
    "Of 140 patients undergoing hepatectomy, 68 were operated on laparoscopically and 72 by an open approach.": (
        "laparoscopically",
        68,
        "open approach",
        72,
    ),
    "The study comprised 44 women with a pessary and 46 women without a pessary.": (
        "pessary",
        44,
        "without a pessary",
        46,
    ),
    "We matched 90 patients with a drain to 91 patients without a drain.": (
        "drain",
        90,
        "without a drain",
        91,
    ),
    "Patients were assigned to early (within 24 h; n = 55) or delayed (after 72 h; n = 57) cholecystectomy.": (
        "early",
        55,
        "delayed",
        57,
    ),
    "Forty-nine patients underwent unicompartmental (UKA) and 51 total knee arthroplasty (TKA).": (
        "unicompartmental",
        49,
        "TKA",
        51,
    ),
    "In the bevacizumab arm there were 77 patients and in the control arm 79.": (
        "bevacizumab",
        77,
        "control group",
        79,
    ),
    "The 46 patients of the exercise group trained; the 44 patients of the control group did not.": (
        "exercise",
        46,
        "control group",
        44,
    ),
    "Of 85 patients, 41 were operated on with a nail and 44 were operated on without a nail.": (
        "nail",
        41,
        "without a nail",
        44,
    ),
    "According to the method, 45 patients were included in the PELD group and 47 in the MED group.": (
        "PELD",
        45,
        "MED",
        47,
    ),
    "They were divided into observation group and control group, 43 cases in each.": (
        "observation group",
        43,
        "control group",
        43,
    ),
    "We enrolled 45 patients who chose surgery and 52 patients who chose a brace.": (
        "surgery",
        45,
        "brace",
        52,
    ),
    "Thirty-one patients (mean age 64 years) were treated with nails and 33 (mean age 66 years) with plates.": (
        "nails",
        31,
        "plates",
        33,
    ),
    "Forty patients were allocated to each of the two arms (dexmedetomidine and propofol).": (
        "dexmedetomidine",
        40,
        "propofol",
        40,
    ),
    "After matching, 84 pairs of patients treated with stents or surgery were compared.": (
        "stents",
        84,
        "surgery",
        84,
    ),
    "Data from 61 laparoscopic and 59 open repairs were collected.": ("laparoscopic", 61, "open", 59),
    "122 adults were randomised to warming (group W, n = 61) or no warming (group C, n = 60).": (
        "group W",
        61,
        "group C",
        60,
    ),
    "We randomly allocated 30 patients to each of two groups: propofol or sevoflurane.": (
        "propofol",
        30,
        "sevoflurane",
        30,
    ),
}


@pytest.mark.parametrize(("methods", "arms"), FORMS.items())
def test_two_arms_and_their_sizes(methods, arms):
    found = drafted(f"Methods: {methods}{RESULTS}").arms
    assert (found.treated.label, found.treated.n, found.control.label, found.control.n) == arms


METHODS = "Methods: 30 patients received ketorolac and 32 received tramadol."


def test_the_arm_named_first_is_a_guess_and_a_person_may_say_another():
    draft = drafted(METHODS + RESULTS)
    assert "arms: ketorolac is the treated arm, since it is named first" in draft.to_confirm
    other = draft.arms.with_treated("Tramadol")
    assert (other.treated.label, other.sizes, other.sure) == ("tramadol", (32, 30), True)
    with pytest.raises(ParameterError, match=r"--treated: no arm is called tramadal \(did you mean tramadol"):
        draft.arms.with_treated("tramadal")


def test_an_arm_is_found_by_its_abbreviation_and_by_what_that_stands_for():
    methods = (
        "Methods: 30 patients had vertebral body stenting (VBS group) and 32 balloon kyphoplasty (BKP group)."
    )
    arms = drafted(methods + RESULTS).arms
    words = "after vertebral body stenting, in VBS, with balloon kyphoplasty"
    assert [arm.label for _, _, arm in arms.mentioned(words)] == ["VBS", "VBS", "BKP"]


def test_no_abbreviation_is_made_up():
    assert abbreviations("pain (VAS) fell, 12 patients (12%), kyphoplasty (control)") == {}


@pytest.mark.parametrize(
    ("text", "randomised"),
    [
        ("were randomly assigned", "yes"),
        ("according to a random number table", "yes"),
        ("a non-randomised comparison", "no"),
        ("we retrospectively reviewed the records", "no"),
        ("62 patients were included", "unknown"),
    ],
)
def test_whether_chance_decided(text, randomised):
    assert by_chance(text) == Randomised(randomised)


def test_headings_in_capitals_divide_an_abstract():
    text = (
        "OBJECTIVES To compare both. DESIGN Cohort. PARTICIPANTS 62 patients; 30 had a stent and 32 a balloon. "
        "RESULTS Stay was 5.3 ± 2.1 versus 6.4 ± 2.5 days (P=0.06). CONCLUSIONS A stent will do."
    )
    parts = [sentence.part.value for sentence in sentences_of(text)]
    assert parts == ["objective", "methods", "methods", "results", "conclusion"]
