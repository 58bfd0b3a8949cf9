"""发放评分包: who has a kit, and writing kits into a folder or onto the stick that is plugged in.

Issuing again writes the same kit; only a new one revokes the old, after a question.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.domain.naming import expert_name, person
from reviewtui.locales import _
from reviewtui.tui import handing_out
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.exchange.issue import Issued

EVERYBODY: Final = ""


class IssuingScreen(TablePage[None]):
    """Everybody at once, or one expert after the other."""

    SCOPE = Scope.ISSUING

    def fill(self) -> None:
        """Show who has a kit."""
        from reviewtui.session.board import board

        session = self.review.session
        holdings = board(session)
        kits = {one.expert.code: one.kit for one in holdings if one.kit}
        due = [one.expert for one in holdings if not one.sits_out]
        out = [one.expert for one in holdings if one.sits_out]
        self.head = Head(
            _("Issue kits"),
            session.panel.title,
            _("Issued: {count} of {all} experts").format(
                count=sum(expert.code in kits for expert in due), all=len(due)
            ),
        )
        layout = Layout((Column(_("no."), 5), Column(_("kit"), 10), Column(_("name, unit"))))
        whole = Row(EVERYBODY, layout, ("", "", _("Everybody: a folder each")), Tone.STRONG)
        rows = [
            Row(
                expert.code,
                layout,
                (
                    expert.code,
                    kits.get(expert.code, "")[:8],
                    f"{expert.name}  {expert.unit}".rstrip(),
                ),
                number=expert.code if expert.code.isdecimal() else "",
            )
            for expert in due
        ]
        items: list[Item] = [Heads(layout), whole, *rows, Words()]
        items.append(
            Words(_("The same kit may be written as often as sticks are needed."), Tone.DIM)
        )
        if out:
            sentence = _("Take no part in this round: {experts}")
            names = _(", ").join(person(expert) for expert in out)
            items.append(Words(sentence.format(experts=names), Tone.DIM))
        self.show(items)
        self.moved()

    def moved(self) -> None:
        """What Enter does."""
        self.instruct(
            _("Enter writes the kit: into a folder, onto a stick, or a new one")
            if self.table.key
            else _("Enter writes a folder for everybody; for one expert go to his row")
        )

    def chosen(self, key: str, column: int | None) -> None:
        """Where to write."""
        del column
        if key == EVERYBODY:
            self._ask_folder([], anew=False)
            return

        from reviewtui.exchange.sticks import fit_drives

        def onto(drive: Path) -> Callable[[], None]:
            return lambda: self._onto(drive, key)

        items: list[Choice[Callable[[], None]]] = [
            Choice(_("Onto the stick {place}").format(place=drive), onto(drive))
            for drive in fit_drives(self.review.session)[0]
        ]
        items += [
            Choice(_("Into a folder (type its path)"), lambda: self._ask_folder([key], anew=False)),
            Choice(_("A new kit: the old one is revoked"), lambda: self._ask_anew(key)),
        ]

        def take(chosen: Callable[[], None] | None) -> None:
            if chosen is not None:
                chosen()

        self.app.push_screen(Menu(person(self.review.session.panel.expert(key)), items), take)

    def _ask_anew(self, expert: str) -> None:
        confirm(
            self,
            _("A new kit for {expert}").format(expert=expert_name(expert)),
            _("Revoke the old kit and write a new one"),
            lambda: self._ask_folder([expert], anew=True),
            notes=[_("What comes from the old kit is kept from then on and does not count.")],
        )

    def _ask_folder(self, experts: Sequence[str], *, anew: bool) -> None:
        default = self.review.session.path.parent / _("kits")

        def answer(path: str | None) -> None:
            if path is not None:
                self._issue(handing_out.typed_path(path), experts, anew=anew)

        self.app.push_screen(
            Ask(_("Write the kits to"), _("A folder; it is made if need be"), str(default)), answer
        )

    def _issue(self, folder: Path, experts: Sequence[str], *, anew: bool) -> None:
        from reviewtui.exchange.issue import issue

        session = self.review.session
        self.instruct(_("Writing {path} ...").format(path=folder))

        def done(issued: "list[Issued]") -> None:
            self.fill()
            text = _("{count} kits in {folder}; copy each folder onto its expert's stick")
            self.say(text.format(count=len(issued), folder=folder))

        carry_out(self, lambda: issue(session, folder, experts, anew=anew), done)

    def _onto(self, stick: Path, expert: str) -> None:
        """Write onto a stick; what lies on it that is not his wants a yes first."""
        from reviewtui.exchange.sticks import strangers

        found = strangers(self.review.session, stick, expert)
        if not found:
            self._write_stick(stick, expert)
            return
        confirm(
            self,
            _("Onto the stick {place}").format(place=stick),
            _("Write this kit onto it all the same"),
            lambda: self._write_stick(stick, expert),
            notes=[_("Other work lies on this stick: {files}").format(files=_(", ").join(found))],
        )

    def _write_stick(self, stick: Path, expert: str) -> None:
        from reviewtui.exchange.sticks import write_stick

        session = self.review.session
        self.instruct(_("Writing {path} ...").format(path=stick))

        def done(issued: "Issued") -> None:
            self.fill()
            text = _("Written and read back; the stick may go. Write on its label: {label}")
            self.say(text.format(label=issued.folder.name))

        carry_out(self, lambda: write_stick(session, stick, expert), done)
