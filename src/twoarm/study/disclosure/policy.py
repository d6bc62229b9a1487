"""What may be published of the patients of a study: the policy that it states, and the profiles that a name stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from twoarm.study.schema.strict import STRICT

Seen = Literal["masked", "shown"]


@dataclass(frozen=True)
class Policy:
    """What is masked before anything is said.

    Attributes
    ----------
    profile : the name that it goes by; one that a study changes keeps the name that it started from.
    min_count : the smallest count of patients that is shown; 0 and 1 let every count stand.
    zeros : whether a count of none is masked with the small ones.
    rounding : counts are shown as multiples of it; 1 leaves them as they are.
    extremes : whether smallest and largest values, and quantiles near them, are shown.
    curve_minimum : a curve ends where fewer patients are under observation; 0 lets it run to its end.
    digits : significant digits of a published statistic; None leaves as many as there are.
    time_step : a curve may step at its multiples alone, in the unit of its time. 0 leaves the times as they are. None is
        the rule of the profile: of 1, 2 and 5 times a power of ten the smallest that makes `curve_steps` steps at most.
    curve_steps : for that rule; 0 where there is none.
    """

    profile: str
    min_count: int
    zeros: Seen
    rounding: int
    extremes: Seen
    curve_minimum: int
    digits: int | None
    time_step: float | None
    curve_steps: int = 0

    @property
    def masks(self) -> bool:
        """Whether any count is masked."""
        return self.min_count > 1 or self.zeros == "masked"

    @property
    def smallest(self) -> int:
        """The smallest count that a masked cell can stand for."""
        return 0 if self.zeros == "masked" else 1

    @property
    def largest(self) -> int:
        """The largest count that a masked cell can stand for; below `smallest` where none is masked."""
        return max(self.min_count - 1, 0)

    @property
    def word(self) -> str:
        """What a masked count reads."""
        return f"<{max(self.min_count, 1)}"

    @property
    def coarse(self) -> bool:
        """Whether anything at all is shown otherwise than it was computed."""
        return replace(self, profile=OPEN.profile) != OPEN

    @property
    def coarse_times(self) -> bool:
        """Whether a curve is told otherwise than step by step to its end."""
        return self.masks or self.rounding > 1 or self.curve_minimum > 1 or self.time_step != 0

    @property
    def gathers(self) -> bool:
        """Whether each step of a curve rests on several patients, and its place on the time of none."""
        return self.min_count > 1 and self.time_step != 0

    @property
    def keys(self) -> dict[str, Any]:
        """What ``disclosure`` has to say for it: its profile, and each field that is not as the profile has it."""
        usual = PROFILES[self.profile]
        fields = (name for name in Disclosure.model_fields if name != "profile")
        other = {name: getattr(self, name) for name in fields if getattr(self, name) != getattr(usual, name)}
        said = {"profile": self.profile, **other}
        if Disclosure.model_validate(said).policy == self:
            return said
        return said | {"curve_minimum": self.curve_minimum}  # which follows min_count where it is not said

    def multiple(self, count: int) -> int:
        """A count as a multiple of the rounding; half of it goes up."""
        return (2 * count + self.rounding) // (2 * self.rounding) * self.rounding

    def small(self, count: int) -> bool:
        """Whether a count of patients is masked."""
        return self.smallest <= count <= self.largest


OPEN = Policy("open", 0, "shown", 1, "shown", 0, None, 0.0)
HOSPITAL = Policy("hospital", 5, "shown", 1, "masked", 5, 3, None, curve_steps=20)
OPENSAFELY = Policy("opensafely", 8, "masked", 5, "masked", 10, 3, None, curve_steps=10)
PROFILES = {policy.profile: policy for policy in (OPEN, HOSPITAL, OPENSAFELY)}


class Disclosure(BaseModel):
    """What may be published: a profile, and where it is not to be as the profile has it, the field that differs."""

    model_config = STRICT

    profile: Literal["open", "hospital", "opensafely"] | None = None
    """Where the other fields come from; without one, open for a min_count of 0 and hospital for one above."""
    min_count: Annotated[int, Field(ge=0, strict=True)] | None = None
    """The smallest count of patients that is shown; 0 lets every count stand."""
    zeros: Seen | None = None
    """Whether a count of none is masked with the small ones: masked or shown."""
    rounding: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    """Counts are shown as multiples of it; 1 leaves them as they are."""
    extremes: Seen | None = None
    """Whether smallest and largest values are masked or shown."""
    curve_minimum: Annotated[int, Field(ge=0, strict=True)] | None = None
    """A curve ends where fewer patients than that are under observation."""
    digits: Annotated[int, Field(ge=1, le=17, strict=True)] | None = None
    """Significant digits of a published statistic."""
    time_step: Annotated[float, Field(ge=0)] | None = None
    """A curve may step at its multiples alone, in the unit of its time; 0 leaves the times as they are."""

    @model_validator(mode="after")
    def _stated(self) -> Disclosure:
        if self.profile is None and self.min_count is None:
            raise PydanticCustomError(
                "policy", "name a profile ({names}) or a min_count", {"names": ", ".join(PROFILES)}
            )
        return self

    @property
    def policy(self) -> Policy:
        """The policy with every field."""
        base = PROFILES[self.profile or (HOSPITAL.profile if self.min_count else OPEN.profile)]
        said: dict[str, Any] = self.model_dump(exclude_none=True)
        least = said.get("min_count", base.min_count)
        follows = said.keys() & {"min_count", "curve_minimum"} == {"min_count"} and base is not OPEN
        if follows:  # its thresholds are one number, unless a study says otherwise
            said["curve_minimum"] = least if self.profile is None else max(least, base.curve_minimum)
        return replace(base, **said | {"profile": base.profile})
