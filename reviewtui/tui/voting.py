"""表决: an open vote, one expert after the other, and a secret one as two counts of the slips."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.closing import ABSTAINED, Counts, Vote, VoteMode
from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.naming import candidate_name, candidate_number, expert_name
from reviewtui.domain.typed_mark import normalise
from reviewtui.locales import _
from reviewtui.tally.closing_words import vote_names, vote_words
from reviewtui.tui.recording import record
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.screens.questions import Question, ask_in_turn

if TYPE_CHECKING:
    from reviewtui.tui.widgets.frame import FrameScreen

_LONGEST_COUNT: Final = 4


def vote_openly(screen: "FrameScreen[Any]", candidate: str) -> None:
    """Ask for every expert in turn what he is for, show it all, and only then record it.

    Esc goes one back; what was said before is marked.
    """
    from reviewtui.session.closing import may_vote

    session = screen.review.session
    entitled = may_vote(session, candidate)
    options = _asked(screen).options
    items = [Item(option, option) for option in options]
    items += [Item(_("abstained"), ABSTAINED), Item(_("does not vote"), "")]
    said: dict[str, str] = {}

    def ask(number: int) -> None:
        if number < 0:
            return
        if number == len(entitled):
            _record_openly(screen, candidate, entitled, said, back=lambda: ask(number - 1))
            return
        expert = entitled[number]

        def answer(option: str | None) -> None:
            if option is not None:
                said[expert] = option
            ask(number - 1 if option is None else number + 1)

        title = _("{number}/{count}  {title}").format(
            number=number + 1,
            count=len(entitled),
            title=f"{expert_name(expert)} {session.panel.expert(expert).name}",
        )
        notes = [candidate_name(session.panel, candidate)]
        marked = None
        if expert in said:
            marked = next(at for at, item in enumerate(items) if item.value == said[expert])
            notes.append(_("So far: {choice}").format(choice=items[marked].label))
        screen.app.push_screen(Menu(title, items, notes=notes, marked=marked), answer)

    ask(0)


def _record_openly(
    screen: "FrameScreen[Any]",
    candidate: str,
    entitled: Sequence[str],
    said: dict[str, str],
    back: Callable[[], None],
) -> None:
    from reviewtui.session import closing

    session = screen.review.session
    names = {code: option for code, option in said.items() if option}
    counts = Counts.of(names.values(), _asked(screen).options)
    of_all = len(closing.entitled(session, candidate))
    vote = Vote(candidate, VoteMode.OPEN, counts, of_all, names, ())
    notes = [candidate_name(session.panel, candidate), _("Nobody votes")]
    if names:
        notes[1:] = [vote_words(session.panel, vote), *vote_names(session.panel, vote)]
    if silent := [expert_name(code) for code in entitled if code not in names]:
        notes.append(_("Without a vote: {experts}").format(experts=_(", ").join(silent)))
    if (earlier := closing.closing(session).votes.get(candidate)) is not None:
        said_before = _("{candidate}: this replaces the vote recorded earlier: {words}")
        words = vote_words(session.panel, earlier)
        notes.append(said_before.format(candidate=candidate_number(candidate), words=words))

    def answer(sure: bool | None) -> None:
        if sure:
            record(screen, lambda: closing.vote_openly(session, candidate, names))
        else:
            back()

    items = [Item(_("Go back to the last expert"), False), Item(_("Record this vote"), True)]
    screen.app.push_screen(Menu(_("Is this what was said?"), items, notes=notes), answer)


def vote_secretly(screen: "FrameScreen[Any]", candidate: str, people: Sequence[str] = ()) -> None:
    """Two people, one after the other, each type name and counts; neither sees the other's.

    Args:
        screen: Where the wish came from.
        candidate: By code.
        people: Who counted last; they are proposed.
    """
    from reviewtui.session import closing
    from reviewtui.session.closing import may_vote

    session = screen.review.session
    entitled = len(may_vote(session, candidate))
    options = [*_asked(screen).options, _("abstained"), _("void")]
    who = candidate_number(candidate)
    names = (*people, "", "")

    def second(first: tuple[str, ...]) -> None:
        def store(again: tuple[str, ...]) -> None:
            by = first[0], again[0]
            counts = _counts(first), _counts(again)
            record(screen, lambda: closing.vote_secretly(session, candidate, *counts, by=by))

        title = _("{candidate}, second counter").format(candidate=who)
        ask_in_turn(
            screen,
            _count_questions(title, options, entitled, names[1], other=first[0]),
            store,
            otherwise=lambda: screen.say(
                _("{candidate}: the second count is missing, so nothing was recorded").format(
                    candidate=who
                )
            ),
        )

    title = _("{candidate}, first counter").format(candidate=who)
    ask_in_turn(screen, _count_questions(title, options, entitled, names[0]), second)


def _count_questions(
    who: str, options: Sequence[str], entitled: int, name: str, *, other: str = ""
) -> list[Question]:
    """One person's name, then his count of each option with what he has so far."""

    def name_fault(text: str, _before: Sequence[str]) -> str:
        if other and text == other:
            return _("Two people count; this is the name of the first one")
        return ""

    def fault(text: str, before: Sequence[str]) -> str:
        number = _number(text)
        if number is None:
            return _("“{text}” is no number of slips: 0 or more").format(text=text)
        total = number + sum(_number(one) or 0 for one in before[1:])
        if total > entitled:
            said = _("{slips} slips, but only {entitled} experts may vote on this candidate")
            return said.format(slips=total, entitled=entitled)
        if not total and len(before) == len(options):
            return _("there are no slips to count")
        return ""

    def so_far(before: Sequence[str]) -> str:
        numbers = [_number(one) or 0 for one in before[1:]]
        parts = [
            _("{option} {count}").format(option=option, count=count)
            for option, count in zip(options, numbers, strict=False)
        ]
        may = _("{count} experts may vote").format(count=entitled)
        listed = _("So far {total}: {counts}").format(
            total=sum(numbers), counts=_(", ").join(parts)
        )
        return _("; ").join([_("A number; 0 if there is none"), *([listed] if parts else []), may])

    asked = _("{person}: slips for {option}")
    return [
        Question(_("{person}: your name").format(person=who), text=name, check=name_fault),
        *(
            Question(asked.format(person=who, option=option), check=fault, told=so_far)
            for option in options
        ),
    ]


def _number(text: str) -> int | None:
    """A count as it was typed, with whatever digits; None if it is none."""
    typed = normalise(text, sign=False)
    if typed.refused or not typed.kept.isdecimal() or len(typed.kept) > _LONGEST_COUNT:
        return None
    return int(typed.kept)


def _counts(answers: Sequence[str]) -> Counts:
    """What one person counted; the first answer is his name."""
    numbers = [_number(text) or 0 for text in answers[1:]]
    return Counts(tuple(numbers[:-2]), numbers[-2], numbers[-1])


def _asked(screen: "FrameScreen[Any]") -> Conclusions:
    asked = screen.review.session.panel.rule.conclusions
    assert asked is not None  # without conclusions no vote is offered
    return asked
