"""An abstract with every kind of claim, among them statements about P that cannot be: all of it is invented."""

from __future__ import annotations

from pathlib import Path

from abstract_studies import LEAST, write_files

ABSTRACT = """\
> [Methods] Of 40 patients, 19 had A and 21 had B. L1 in 12, L2 in 18 and L3 in 10 of 40 was treated; 4 screws
> each, 76 and 84.
> [Results] Infection in 3 of 19 (15.8%) and in 5 of 21 (23.8%) (P=0.53; OR 0.60, 95% CI 0.12 to 2.94; P=0.53).
> 31.6% of the 19 patients smoked, 34% of those with B. Stay was a median of 6 days (4 to 9). Pain was 7.2 (SD
> 2.1) points and 5.9 (SD 1.8) points (P<0.05, t test), MD 1.3 (95% CI 0.1 to 2.5; P=0.30). Function was
> 61.0±4.1 and 60.5±3.9 (P<0.000). Survival did not differ (HR 0.80, 0.30 to 0.70; P>1). Blood loss was lower (P
> < 0.000). Weight did not differ (P=1.00), nor height (P>0), nor infection (P≤0).
> [Conclusion] A is as good as B.
"""
# Each claim with the verdict that it must have.
VERDICTS = {
    "A1": "consistent", "A2": "consistent", "A3": "consistent", "A4": "consistent", "A5": "consistent", "A6": "consistent",
    "A7": "not checkable", "A8": "consistent", "B1": "not checkable", "B2": "not checkable", "B3": "consistent",
    "B4": "not checkable", "B5": "not checkable", "B6": "inconsistent", "C1": "consistent", "C2": "depends on method",
    "C3": "inconsistent", "C4": "consistent", "C5": "inconsistent", "D1": "inconsistent", "D2": "not checkable",
    "D3": "not checkable", "E1": "inconsistent",
}  # fmt: skip
CLAIMS = """\
claims:
  - {id: A1, kind: sample_size, quote: ["Of 40 patients, 19 had A and 21 had B"], total: 40, groups: [19, 21]}
  - {id: A2, kind: total, quote: ["L1 in 12, L2 in 18 and L3 in 10 of 40"], parts: [12, 18, 10], total: 40}
  - {id: A3, kind: multiple, quote: ["4 screws each, 76 and 84"], each: 4, unit: screw, patients: [19, 21],
     units: [76, 84]}
  - {id: A4, kind: count, quote: ["3 of 19 (15.8%)"], events: 3, of: 19, percent: "15.8"}
  - {id: A5, kind: count, quote: ["5 of 21 (23.8%)"], events: 5, of: 21, percent: "23.8"}
  - {id: A6, kind: share, quote: ["31.6% of the 19", "patients smoked"], percent: "31.6", of: 19}
  - {id: A7, kind: share, quote: ["34% of those with B"], percent: "34", of: 21, of_printed: false}
  - {id: A8, kind: median, quote: ["a median of 6 days (4 to 9)"], median: "6", low: "4", high: "9"}
  - {id: B1, kind: mean_sd_range, quote: ["7.2 (SD 2.1) points"], n: 19, mean: "7.2", sd: "2.1"}
  - {id: B2, kind: mean_sd_range, quote: ["5.9 (SD 1.8) points"], n: 21, mean: "5.9", sd: "1.8"}
  - {id: B3, kind: two_means, quote: ["(P<0.05, t test)"], treated: B1, control: B2, p: P<0.05, test: t test,
     evidence: pain}
  - {id: B4, kind: mean_sd_range, quote: ["61.0±4.1"], n: 19, mean: "61.0", sd: "4.1"}
  - {id: B5, kind: mean_sd_range, quote: ["60.5±3.9"], n: 21, mean: "60.5", sd: "3.9"}
  - {id: B6, kind: two_means, quote: ["(P<0.000)"], treated: B4, control: B5, p: P<0.000, evidence: function}
  - {id: C1, kind: two_by_two, quote: ["(P=0.53;"], treated: A4, control: A5, p: P=0.53}
  - {id: C2, kind: interval, quote: ["MD 1.3 (95% CI 0.1 to 2.5; P=0.30)"], measure: MD, estimate: "1.3", low: "0.1",
     high: "2.5",
     p: P=0.30, treated: B1, control: B2}
  - {id: C3, kind: interval, quote: ["HR", "0.80, 0.30 to 0.70; P>1"], measure: HR, estimate: "0.80", low: "0.30",
     high: "0.70", p: P>1}
  - {id: C4, kind: interval, quote: ["OR 0.60, 95% CI 0.12 to 2.94; P=0.53"], measure: OR, estimate: "0.60",
     low: "0.12", high: "2.94",
     p: P=0.53, treated: A4, control: A5}
  - {id: C5, kind: two_by_two, quote: ["lower (P < 0.000)"], treated: A4, control: A5, p: P < 0.000}
  - {id: D1, kind: bare_p, quote: ["Blood loss was lower (P < 0.000)"], p: P < 0.000, comparison: between,
     direction: lower, n: [19, 21],
     evidence: pain}
  - {id: D2, kind: bare_p, quote: ["Weight did not differ (P=1.00)"], p: P=1.00, comparison: between,
     direction: none, n: [19, 21],
     evidence: pain}
  - {id: D3, kind: bare_p, quote: ["nor height (P>0)"], p: P>0, comparison: between, direction: none, n: [19, 21],
     evidence: function}
  - {id: E1, kind: conclusion, quote: ["A is as good as B"], rests_on: [B6, C4]}
"""
EVIDENCE = """\
source,outcome,measure,estimate,low,high,p_value,citation
Others,pain,SMD,0.5,0.2,0.8,,"Others. A review. Journal of Nothing 2020."
Others,function,SMD,-0.1,-0.4,0.2,,"Others. A review. Journal of Nothing 2020."
"""


def write_every_kind(folder: Path) -> Path:
    """The study, with estimates of others beside it."""
    (write_files(folder, LEAST, CLAIMS, ABSTRACT) / "evidence.csv").write_text(EVIDENCE, "utf-8")
    return folder
