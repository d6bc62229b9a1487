"""What a reader would look for in the abstract of a comparison, and the words that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass

COHORT, TRIAL = "STROBE for conference abstracts", "CONSORT for abstracts"


@dataclass(frozen=True)
class Item:
    """One of them: what it is, why it is looked for, the words that show it, and what else does, as an expression.

    Attributes
    ----------
    item, why : in the words of the report.
    words : with `|` between them; an abstract that has none of these as whole words does not report the item.
    guidelines : which of both ask for it.
    shown_by : a regular expression of what shows it, too, and cannot be listed as words that are absent.
    trials_only : whether only a randomised trial owes it.
    early : whether `shown_by` shows it only where results have not begun.
    """

    item: str
    why: str
    words: str
    guidelines: tuple[str, ...] = (COHORT, TRIAL)
    shown_by: str = ""
    trials_only: bool = False
    early: bool = False

    @property
    def absent(self) -> list[str]:
        """The words of which none stands in an abstract that does not report it."""
        return self.words.split("|")

    @property
    def named(self) -> re.Pattern[str]:
        """What finds one of its words."""
        words = [r"\s+".join(map(re.escape, word.split())) for word in self.absent]
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)

    @property
    def shown(self) -> re.Pattern[str] | None:
        """What else shows it."""
        return re.compile(self.shown_by, re.IGNORECASE) if self.shown_by else None


ITEMS = (
    Item(
        "Whether the study was planned beforehand or looked back",
        "who looks back chooses among what was written down",
        "prospective|prospectively|retrospective|retrospectively|randomised|randomized|randomly|"
        "records|database|cross-sectional",
    ),
    Item(
        "How patients came to their treatment",
        "where patient or doctor choose, the arms may differ before treatment",
        "randomised|randomized|randomly|random|randomisation|randomization|preference|chosen|choice|"
        "discretion|according to|based on|on the basis of|on call|alternately|allocation",
    ),
    Item(
        "Who could take part",
        "results hold for patients like those who were let in",
        "eligible|eligibility|criteria|inclusion|exclusion|excluded|aged|consecutive|diagnosed|"
        "undergoing|older",
        shown_by=r"\b(?:patients|adults|women|men|children|infants|runners) (?:with|who|having|needing|scheduled)\b",
        early=True,
    ),
    Item(
        "When the patients were treated",
        "treatments and patients change with the years",
        "January|February|March|April|June|July|August|September|October|November|December",
        guidelines=(COHORT,),
        shown_by=r"\b(?:19|20)\d\d\b",
        early=True,
    ),
    Item(
        "Where the patients were treated",
        "results of one place need not hold for another",
        "hospital|hospitals|centre|centres|center|centers|clinic|clinics|institution|institutions|"
        "multicentre|multicenter|single-centre|single-center",
        guidelines=(COHORT,),
    ),
    Item(
        "How the two groups compared before treatment",
        "groups that differ before treatment may differ after it for that reason",
        "baseline|characteristics|demographics|age|comparable|matched|preoperative data",
        guidelines=(COHORT,),
    ),
    Item(
        "Whether those who measured knew the treatment",
        "who knows the treatment may see what is expected",
        "blind|blinded|blinding|double-blind|single-blind|masked|masking|open-label|unblinded|unmasked",
        guidelines=(TRIAL,),
    ),
    Item(
        "Which outcome was the primary one",
        "among many outcomes some differ by chance",
        "primary outcome|primary outcomes|primary endpoint|primary endpoints|primary end point|"
        "primary end points|primary end-point|main outcome|main outcomes|main outcome measure|"
        "main outcome measures|primary outcome measure|primary measure|principal outcome",
    ),
    Item(
        "How the number of patients was chosen",
        "too few patients leave large differences unseen",
        "sample size|power calculation|power analysis|powered|statistical power",
        guidelines=(),
    ),
    Item(
        "Which statistical tests were used",
        "some statements depend on the test",
        "t test|t-test|t tests|chi-square|chi-squared|chi square|Fisher|Fisher's|Mann-Whitney|"
        "Wilcoxon|analysis of variance|ANOVA|analysis of covariance|ANCOVA|regression|Cox|"
        "Kaplan-Meier|log-rank|mixed model|mixed models|SPSS|two-by-two tables",
        guidelines=(COHORT,),
        shown_by=r"χ2|χ²|\bt ?= ?\d",
    ),
    Item(
        "Exact P values",
        "a threshold does not say on which side by how much",
        "exact P",
        guidelines=(),
        shown_by=r"\bP(?:[- ]?values?)?(?: of| was| is)? ?= ?[.\d0]|\bp-?values? of ?\d",
    ),
    Item(
        "How uncertain the differences are",
        "without an interval a reader cannot tell no difference from too few patients",
        "confidence interval|confidence intervals|confidence limits|CI|CIs|95%-CI|credible interval|c.i.",
    ),
    Item(
        "Harms",
        "a treatment is judged by both what it helps and what it harms",
        "complication|complications|adverse|harm|harms|side effect|side effects|safety|infection|"
        "infections|leakage|injury|bleeding|hemorrhage|haemorrhage|hypotension|toxicity",
        guidelines=(TRIAL,),
    ),
    Item(
        "Deaths and further operations",
        "some patients may die, or need another operation",
        "death|deaths|died|mortality|survival|reoperation|reoperations|re-operation|revision|"
        "revisions|readmission|readmitted|conversion|stillbirths|stillbirth",
        guidelines=(),
    ),
    Item(
        "Who was lost or not measured",
        "who is not measured is often not like the others",
        "lost to follow-up|lost to follow up|dropout|dropouts|drop-out|withdrew|withdrawn|withdrawal|"
        "missing|completed follow-up|completed the study|completed the trial|loss to follow-up|"
        "all patients were followed|were analysed|were analyzed|attrition",
        shown_by=r"\ball (?:of them |the |\d+ )*(?:\w+ )?(?:patients |children )?(?:were|had) (?:followed|seen)"
        r"|followed up",
    ),
    Item(
        "How long patients were followed",
        "what comes later cannot have been seen",
        "follow-up|followup|followed|follow up",
        guidelines=(COHORT,),
        shown_by=r"\b(?:at|after|within|for|to) (?:\w+ )?\d* ?(?:months|years|weeks|days|hours)\b|\b\w+-(?:month"
        r"|year|week)\b|postoperatively",
    ),
    Item(
        "Whether patients are counted in the arm to which chance sent them",
        "patients who change their treatment are not like the others",
        "intention to treat|intention-to-treat|intent-to-treat|per protocol|per-protocol|as treated|"
        "as-treated",
        guidelines=(TRIAL,),
        trials_only=True,
    ),
    Item(
        "Where the study was registered",
        "what was planned can be held against what is told",
        "registered|registration|registry|ClinicalTrials.gov|ISRCTN|trial number|PROSPERO",
        guidelines=(TRIAL,),
        shown_by=r"\bNCT ?\d+|\bChiCTR|\bISRCTN\d|\bACTRN\d|\bUMIN\d|\bEudraCT",
    ),
    Item(
        "Who paid for it",
        "who pays may have an interest",
        "funded|funding|grant|grants|sponsor|sponsored|supported by",
        guidelines=(TRIAL,),
    ),
    Item(
        "Approval by an ethics committee, and consent",
        "journals require both to be stated",
        "ethics|ethical|consent|review board|ethics committee|institutional review",
        guidelines=(),
    ),
)
