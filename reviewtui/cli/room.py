"""The results room in lines of text: page, fixing, statistics, what if, the list for discussion."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import candidate_of, expert_of, result_round
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import candidate_number
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.typed_mark import typed_decimal
from reviewtui.locales import _
from reviewtui.tally.figures import rank_text, total_text
from reviewtui.tally.status import status_notes
from reviewtui.tally.verdict import Verdict

if TYPE_CHECKING:
    from reviewtui.session.result_deeds import Item
    from reviewtui.session.session import Session
    from reviewtui.tally.what_if import Moved, WhatIf


def write_page(session: "Session", verdict: Verdict, given: argparse.Namespace) -> None:
    """Write the page for the projector."""
    from reviewtui.filing import projector_page
    from reviewtui.session.closing import closing
    from reviewtui.tally.projected import Shown, candidate_picture, ranking_picture

    panel, closed = session.panel, closing(session, given.round)
    if given.candidate is None:
        picture = ranking_picture(panel, verdict, closed, Shown(given.show))
    else:
        code = candidate_of(panel, given.candidate, given.session)
        picture = candidate_picture(panel, session.sheet, verdict, closed, code)
    projector_page.write_page(picture, given.page, force=given.force)
    say(_("{file}: written").format(file=given.page))


def fix(session: "Session", verdict: Verdict, given: argparse.Namespace) -> None:
    """Put on record that the ranking stands."""
    from reviewtui.tally.fixed import fix as fix_ranking

    if fix_ranking(session, verdict, given.round, given.by or ""):
        say(_("The ranking is fixed and stands in the journal; “what if” can be asked now."))
    else:
        say(_("This ranking was fixed before; nothing was changed."))


def experts(session: "Session", verdict: Verdict, given: argparse.Namespace) -> dict[str, object]:
    """Open the statistics about experts; the lines, or with --json what they are made of."""
    from reviewtui.session.result_deeds import note_experts_shown
    from reviewtui.tally import expert_words

    found = expert_words.experts_of(session, verdict, given.round)
    note_experts_shown(session, given.round, given.by or "")
    if given.json:
        return expert_words.experts_json(found)
    rows = [expert_words.figure_texts(one) for one in found.figures]
    for line in (
        *aligned(expert_words.figure_heads(), rows, right=range(1, 7)),
        *expert_words.figure_notes(),
        *expert_words.notice_sentences(found),
    ):
        tell(line)
    return {}


def require_fixed(session: "Session", verdict: Verdict, number: int) -> None:
    """Whether “what if” may be asked.

    Raises:
        Refused: If the official ranking is not fixed yet, with the next command.
    """
    from reviewtui.tally.fixed import is_fixed

    if not is_fixed(session, verdict, number):
        sentence = _(
            "the official ranking is not fixed yet, so nothing is computed otherwise; conclude, "
            "or fix the ranking first"
        )
        raise Refused(
            Finding(str(session.path), sentence),
            Finding("", next_command("results", session.path, "--fix")),
        )


def wish_of(session: "Session", choices: Sequence[str]) -> "WhatIf":
    """What was asked for, experts by any spelling of their code.

    Raises:
        WrongUse: Of a choice that says nothing or stands against another.
    """
    from reviewtui.tally.what_if import WITHOUT, read_what_if

    panel = session.panel
    said = [
        WITHOUT + expert_of(panel, word.removeprefix(WITHOUT), session.path)
        if word.startswith(WITHOUT)
        else word
        for word in choices
    ]
    try:
        return read_what_if(said, [expert.code for expert in panel.experts])
    except ValueError as fault:
        sentence = _(
            "--what-if is one of mean, trimmed, median, and besides equal-weights, without=CODE, "
            "each once; not “{word}”"
        )
        raise WrongUse(sentence.format(word=fault)) from None


def what_if_lines(
    session: "Session", wish: "WhatIf", found: Sequence["Moved"], told: Sequence["Moved"]
) -> list[str]:
    """The banner, what is asked, and of those to be told both results side by side."""
    from reviewtui.tally.fixed import banner
    from reviewtui.tally.what_if import moved_sentence, name_and_note

    panel = session.panel
    rows = []
    for one in told:
        rows.append(
            (
                rank_text(one.rank, tied=one.tied),
                total_text(panel.rule, one.total),
                rank_text(one.other_rank, tied=one.other_tied),
                total_text(panel.rule, one.other_total),
                candidate_number(one.candidate),
                name_and_note(panel, one),
            )
        )
    header = (_("rank"), _("total"), _("then"), _("total"), _("no."), _("candidate"))
    return [
        *status_notes(panel),
        banner(session),
        _("What if: {choices}").format(choices=wish.words()),
        *filter(None, [moved_sentence(found)]),
        "",
        *aligned(header, rows, right=(1, 3)),
    ]


def discuss(given: argparse.Namespace) -> int:
    """Show, change, write the list of what is to be discussed."""
    from reviewtui.cli.result import json_text, verdict_for
    from reviewtui.session.result_deeds import discussion_of, keep_discussion
    from reviewtui.tally import discussion
    from reviewtui.tally.analysis.undecided import undecided

    changes = given.at_least is not None or given.add or given.remove
    with opened(given.session, desk=True, reading=not changes) as session:
        given.round = result_round(session, given.round)
        verdict = verdict_for(session, given.round)
        before = discussion_of(session, given.round)
        wish = before or discussion.first_wish(session.sheet.base)
        if given.at_least is not None:
            wish = wish._replace(at_least=_limit(given.at_least))
        for text in given.add or ():
            wish = discussion.added(wish, _item(session, text))
        for text in given.remove or ():
            wish = discussion.taken_off(wish, _item(session, text))
        if wish != before and changes:
            keep_discussion(session, given.round, wish)
        marks = session.marks(given.round)
        found = discussion.points(
            verdict, wish, undecided(session.panel, session.sheet, verdict, marks)
        )
        lines = list(discussion.discussion_lines(session.panel, session.sheet, wish, found))
        said = json_text(discussion.discussion_json(wish, found))
    if given.output is not None:
        from reviewtui.filing.text_file import write_lines

        write_lines(lines, given.output, force=given.force)
        say(_("{file}: written").format(file=given.output))
    elif given.json:
        tell(said)
    else:
        for line in lines:
            tell(line)
    return 0


def _limit(text: str) -> str:
    if text == "off":
        return ""
    try:
        return decimal_text(typed_decimal(text))
    except ValueError:
        sentence = _("--at-least is a number of points, or off; not “{word}”")
        raise WrongUse(sentence.format(word=text)) from None


def _item(session: "Session", text: str) -> "Item":
    candidate, _colon, row = text.partition(":")
    code = candidate_of(session.panel, candidate, session.path)
    if row and row not in session.sheet.index:
        sentence = _("there is no scored row {code}").format(code=row)
        raise Refused(Finding(str(session.path), sentence))
    return code, row
