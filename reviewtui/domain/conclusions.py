"""The conclusion an expert comes to of a whole candidate, and when the panel's carries.

At an appraisal and an acceptance the panel concludes before it ranks. What an expert
concludes is one more row of his sheet, in words and outside every sum.
"""

from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.grades import exact
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import Review
from reviewtui.locales import _

CONCLUSION: Final = "结论"
"""Code of the row; no table can have it, because the codes of tables are ASCII."""

TITLE: Final = ("本人结论", "Own conclusion")

OPTIONS: Final = {
    Review.APPRAISAL: ("同意", "原则同意", "修改完善后再论证", "不同意"),
    Review.ACCEPTANCE: ("建议通过验收", "建议不通过验收"),
}
"""What is usually concluded, best first: general practice, printed in no source document."""

MOST_OPTIONS: Final = 9
"""One digit chooses."""


class Conclusions(NamedTuple):
    """What may be concluded, and the rule by which one of them becomes the proposal.

    Attributes:
        options: Best first.
        quorum: Least part of the entitled experts who conclude; None: no such rule.
        majority: Least part of those who conclude that must be for an option or a better
            one; None: the votes are counted and nothing is proposed.
        source: The paper that says so.
    """

    options: tuple[str, ...]
    quorum: Fraction | None = None
    majority: Fraction | None = None
    source: str = ""

    def mark(self, option: int) -> Hundredths:
        """The mark that stands for an option by its place: the best has the highest."""
        return Hundredths(100 * (len(self.options) - option))

    def option(self, mark: int) -> int:
        """The place of the option that a mark stands for."""
        return len(self.options) - mark // 100

    def frozen(self) -> dict[str, Canonical]:
        """As it enters the hash of the rule."""
        return {
            "options": list(self.options),
            "quorum": exact(self.quorum) if self.quorum else "",
            "majority": exact(self.majority) if self.majority else "",
            "source": self.source,
        }


def read_conclusions(top: Reader, review: Review) -> Conclusions | None:
    """Read [conclusions] of a panel; None where it has none."""
    if not top.has("conclusions"):
        return None
    table = top.table("conclusions")
    options = table.texts("options") or OPTIONS.get(review, ())
    found = Conclusions(
        options, table.part("quorum"), table.part("majority"), table.text("source", "")
    )
    table.done()
    if review not in OPTIONS:
        table.find("", _("belongs to an appraisal or an acceptance; other reviews grade"))
    elif not 2 <= len(options) <= MOST_OPTIONS:
        table.find("options", _("two to nine conclusions, best first"))
    for option in duplicates(options):
        table.find("options", _("“{option}” occurs twice").format(option=option))
    if (found.quorum or found.majority) and not found.source.strip():
        table.find("source", _("a quorum or a majority needs its source line"))
    return found


def conclusions_sentences(rule: Conclusions) -> tuple[str, ...]:
    """The rule by which a conclusion becomes the proposal."""
    options = _(", ").join(rule.options)
    asked = _("Each expert concludes of each candidate, outside the marks: {options}.")
    sentences = [asked.format(options=options)]
    if rule.majority is not None:
        carried = _(
            "Proposed is the best conclusion that, with the better ones, at least {part} of those "
            "who took part (abstentions included) want; “{last}” only if so many want just that."
        )
        sentences.append(carried.format(part=exact(rule.majority), last=rule.options[-1]))
    if rule.quorum is not None:
        enough = _("At least {part} of the entitled experts must take part.")
        sentences.append(enough.format(part=exact(rule.quorum)))
    if rule.source:
        source = _("Source of the rule for conclusions: {source}.")
        sentences.append(source.format(source=rule.source))
    return tuple(sentences)
