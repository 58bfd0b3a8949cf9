"""Whether one vote would change what a panel concludes; exact, by trying each that could be cast.

Where a vote on a candidate is on record it is looked at, otherwise what the experts conclude.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reviewtui.domain.closing import Vote
from reviewtui.domain.conclusions import Conclusions
from reviewtui.locales import _
from reviewtui.tally.conclusions import Shortfall, carried
from reviewtui.tally.verdict import CandidateVerdict, Verdict


class Said(NamedTuple):
    """What was said of one candidate.

    Attributes:
        options: Votes per option, the best first.
        abstained: Who took part and chose none; void slips among them.
        entitled: Everybody who had a say.
        voted: Whether it is a vote on record; otherwise the experts' own conclusions.
    """

    candidate: str
    options: tuple[int, ...]
    abstained: int
    entitled: int
    voted: bool

    @property
    def took_part(self) -> int:
        """Who chose an option or abstained."""
        return sum(self.options) + self.abstained

    @property
    def silent(self) -> int:
        """Who had a say and said nothing."""
        return self.entitled - self.took_part

    def quorum(self, rule: Conclusions) -> bool:
        """Whether enough took part."""
        return self.carries(rule)[1] not in (Shortfall.NO_QUORUM, Shortfall.NO_VOTES)

    def carries(self, rule: Conclusions) -> tuple[int | None, Shortfall | None]:
        """The place of the option that carries, or why none does."""
        return carried(rule, self.options, self.took_part, self.entitled)


class Otherwise(NamedTuple):
    """One vote cast otherwise, and what would carry then.

    Attributes:
        before, after: Places of options; one behind the last is to abstain, two is to say
            nothing.
        proposal: Place of the option that would carry; None if none would.
        why: Why none would.
    """

    before: int
    after: int
    proposal: int | None
    why: Shortfall | None


def said_of(verdict: Verdict, votes: Mapping[str, Vote]) -> Iterator[Said]:
    """What was said of each candidate about whom anybody has a say."""
    for item in verdict.candidates:
        if (found := _said(item, votes.get(item.code))) is not None:
            yield found


def _said(item: CandidateVerdict, vote: Vote | None) -> Said | None:
    if vote is not None:
        counts = vote.counts
        abstained = counts.abstained + counts.void
        return Said(item.code, counts.options, abstained, vote.entitled, voted=True)
    told = item.opinion
    if told is None or not told.entitled:
        return None
    return Said(item.code, told.counts, len(told.abstained), told.entitled, voted=False)


def otherwise(rule: Conclusions, said: Said) -> Iterator[Otherwise]:
    """Every way in which one of those who took part could have changed what carries."""
    own, _why = said.carries(rule)
    abstain = len(said.options)
    counts = [*said.options, said.abstained, 0]
    for before in range(abstain + 1):
        for after in range(abstain + 2) if counts[before] else ():
            moved = list(counts)
            moved[before] -= 1
            moved[after] += 1
            other = said._replace(options=tuple(moved[:abstain]), abstained=moved[abstain])
            proposal, why = other.carries(rule)
            if proposal != own:
                yield Otherwise(before, after, proposal, why)


def choice_words(rule: Conclusions, place: int) -> str:
    """What was said, or could have been."""
    words = (*rule.options, _("abstain"), _("say nothing"))
    return words[place]


def one_vote_json(
    rule: Conclusions, verdict: Verdict, votes: Mapping[str, Vote]
) -> list[dict[str, Any]]:
    """By candidate whether the quorum is reached, and which single votes would change what
    carries; `after` is null for saying nothing, "" for abstaining."""
    words = (*rule.options, "", None)
    return [
        {
            "candidate": said.candidate,
            "voted": said.voted,
            "took_part": said.took_part,
            "entitled": said.entitled,
            "quorum": said.quorum(rule),
            "otherwise": [
                {
                    "before": words[one.before],
                    "after": words[one.after],
                    "proposal": None if one.proposal is None else rule.options[one.proposal],
                }
                for one in otherwise(rule, said)
            ],
        }
        for said in said_of(verdict, votes)
    ]
