"""冲突与另存: two people settle which version counts; files that do not count, and why.

Versions are told apart by number, check code and time from the header; no mark is shown.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import Kind
from reviewtui.domain.channel_words import channel_beside
from reviewtui.domain.naming import expert_name, round_name, same_person
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.recording import record
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.questions import Question, ask_in_turn, why
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.session.resolving import Conflict, Version

LAST: Final = "%m-%d %H:%M:%S"


class ConflictsScreen(TablePage[None]):
    """Every version that stands in conflict can be chosen; what is kept aside is listed."""

    SCOPE = Scope.CONFLICTS

    def __init__(self) -> None:
        super().__init__()
        self._versions: dict[str, tuple[Conflict, Version]] = {}

    def fill(self) -> None:
        """Show what holds now."""
        from reviewtui.exchange.said_of_aside import Standing, count_words, said_of_aside
        from reviewtui.session.conflict_words import ways_out
        from reviewtui.session.resolving import conflicts

        session = self.review.session
        found, aside = conflicts(session), said_of_aside(session)
        self.head = Head(
            _("Conflicts and files kept aside"),
            round_name(self.review.session.meeting.round),
            _("conflicts {conflicts}, kept aside {aside}").format(
                conflicts=len(found), aside=sum(one.standing is Standing.WAITS for one in aside)
            ),
            _("opened") if session.opened else _("ballots are closed"),
        )
        self._versions = {
            version.content_id: (conflict, version)
            for conflict in found
            for version in conflict.versions
        }
        items: list[Item] = [item for conflict in found for item in self._conflict(conflict)]
        if found:
            advice = (Words(line, Tone.DIM) for line in ways_out(found))
            items = [*advice, Words(), *items]
        else:
            items = [Words(_("Nothing is in conflict."), Tone.GOOD), Words()]
        items.append(Words(count_words(one.standing for one in aside)))
        for one in aside:
            at = f"{local_time(one.item.received_at):%m-%d %H:%M}"
            tone = Tone.WARN if one.standing is Standing.WAITS else Tone.DIM
            said, *findings = one.lines()
            items.append(Words(f"{at}  {said}", tone, indent=2))
            items += [Words(finding, tone, indent=6) for finding in findings]
        self.show(items)
        self.moved()

    def _conflict(self, conflict: "Conflict") -> Iterator[Item]:
        from reviewtui.session.conflict_words import conflict_sentence, withdrawal_sentences
        from reviewtui.session.resolving import differing_sentences

        yield Words(conflict_sentence(conflict, self.review.session.panel), Tone.BAD)
        layout = Layout(
            (
                Column(_("version"), 9),
                Column(_("check code"), 15),
                Column(_("written"), 15),
                Column(_("received"), 15),
                Column(_("kit")),
            )
        )
        yield Heads(layout)
        for version in conflict.versions:
            said = _("withdrawn") if version.kind is Kind.WITHDRAW else version.kit[:8]
            said += channel_beside(version.channel)
            yield Row(
                version.content_id,
                layout,
                (
                    _("version {rev}").format(rev=version.rev),
                    version.check_code,
                    f"{local_time(version.written_at):{LAST}}",
                    f"{local_time(version.received_at):{LAST}}",
                    said,
                ),
            )
        session = self.review.session
        more = [*withdrawal_sentences(session, conflict), *differing_sentences(session, conflict)]
        for sentence in more:
            yield Words(sentence, indent=2)
        yield Words()

    def moved(self) -> None:
        """What Enter does."""
        if self.table.key:
            self.instruct(_("Choose the version that counts with Up and Down, then Enter"))
        else:
            self.instruct(_("Esc: back"))

    def chosen(self, key: str, column: int | None) -> None:
        """Ask for two people and the reason, then once whether that is meant."""
        del column
        conflict, version = self._versions[key]

        def second(text: str, before: Sequence[str]) -> str:
            return _("Two different people decide") if same_person(text, before[0]) else ""

        note = _("Full name; it stands in the journal")

        def sure(answers: tuple[str, ...]) -> None:
            first, other, reason = answers
            names = _(", ").join((first, other))
            deed = _("{expert}: version {rev} [{code}] counts").format(
                expert=expert_name(conflict.expert), rev=version.rev, code=version.check_code
            )
            confirm(
                self,
                _("Settle the conflict"),
                deed,
                lambda: self._settle(conflict, version, (first, other), reason),
                notes=[_("Decided by {names}: {reason}").format(names=names, reason=reason)],
            )

        ask_in_turn(
            self,
            [
                Question(_("First person who decides"), note),
                Question(_("Second person who decides"), note, check=second),
                why(),
            ],
            sure,
        )

    def _settle(
        self, conflict: "Conflict", version: "Version", by: tuple[str, str], reason: str
    ) -> None:
        from reviewtui.session.resolving import resolve

        session = self.review.session

        def done(fault: str) -> None:
            self.fill()
            text = _("{expert}: version {rev} counts; the others are kept")
            said = text.format(expert=expert_name(conflict.expert), rev=version.rev)
            self.say("\n".join(filter(None, (said, fault))))

        record(
            self,
            lambda: resolve(
                session,
                conflict.expert,
                version.content_id,
                by=by,
                reason=reason,
                number=conflict.round,
            ),
            done,
        )
