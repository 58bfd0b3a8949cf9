"""检查并建立: every finding at once, each a way to its place; then the session is made."""

import asyncio
from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.drafting.steps import Step, place_of, place_words, step_name
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Item, Row, Words

MAKE: Final = "make"
ENDING: Final = ".review"


class CheckingScreen(MakingPage):
    """What `check` finds; without a fault the first row makes the meeting."""

    SCOPE = Scope.CHECKING

    def on_mount(self) -> None:
        """Look at the files again."""
        self.draft.read_anew()
        super().on_mount()

    def fill(self) -> None:
        """Show the findings, faults first."""
        self.show_head(step_name(Step.CHECK, self.draft.data))
        wide = Layout((Column("", 4), Column("")))
        items: list[Item] = []
        if self._faults:
            text = _("{count} to put right before the meeting can be made")
            items.append(Words(text.format(count=len(self._faults)), Tone.WARN))
        else:
            items.append(
                Row(MAKE, wide, ("1", _("Make the meeting file")), Tone.STRONG, number="1")
            )
        layout = Layout((Column("", 4), Column("", 10), Column("")))
        items.append(Words())
        for number, finding in enumerate(self._findings, start=1 if self._faults else 2):
            kind = _("look at") if finding.warning else _("put right")
            text = _("{field}: {meaning}").format(
                field=place_words(finding, self.draft), meaning=finding.sentence
            )
            tone = Tone.PLAIN if finding.warning else Tone.WARN
            key = f"{number - 1 if self._faults else number - 2}"
            items.append(Row(key, layout, (str(number), kind, text), tone, number=str(number)))
        self.show(items)
        self.moved()

    @property
    def _findings(self) -> list[Finding]:
        return sorted(self.reading.findings, key=lambda finding: finding.warning)

    @property
    def _faults(self) -> list[Finding]:
        return [finding for finding in self._findings if not finding.warning]

    def moved(self) -> None:
        """What Enter does."""
        if self.table.key == MAKE:
            self.instruct(_("Nothing is missing: Enter makes the meeting file"))
        elif self.table.key:
            self.instruct(_("Enter goes to where this is put right"))
        else:
            self.instruct(_("Esc goes back"))

    def chosen(self, key: str, column: int | None) -> None:
        """Go to the place, or make the session."""
        del column
        if key == MAKE:
            self._ask_where()
            return
        from reviewtui.tui.screens.making import page_of

        finding = self._findings[int(key)]
        self.app.push_screen(page_of(place_of(finding, self.draft.path.name)))

    def _ask_where(self) -> None:
        default = self.making.session_path or self.draft.path.with_suffix(ENDING)

        def answer(text: str | None) -> None:
            if text is not None:
                self._confirm(Path(text).expanduser())

        self.app.push_screen(
            Ask(
                _("Name of the meeting file"),
                _("It holds the panel and later every ballot"),
                str(default),
                check=_path_fault,
            ),
            answer,
        )

    def _confirm(self, path: Path) -> None:
        panel = self.reading.panel
        confirm(
            self,
            _("Make the meeting file"),
            _("Make {file}: {experts} experts, {candidates} candidates").format(
                file=path.name, experts=len(panel.experts), candidates=len(panel.candidates)
            ),
            lambda: self._make(path),
            notes=[_("Codes, indicators and full marks are fixed in it; names can be amended.")],
        )

    def _make(self, path: Path) -> None:
        from reviewtui.exchange.documents import load_panel
        from reviewtui.session.create import create_session

        async def work() -> None:
            try:
                panel, _sheet = await asyncio.to_thread(load_panel, self.draft.path)
                digits = await asyncio.to_thread(create_session, path, panel)
            except Refused as refused:
                self.fill()
                self.say(str(refused))
                return
            from reviewtui.tui.screens.made import MadeScreen

            self.making.remember(path)
            self.app.push_screen(MadeScreen(path, panel, digits))

        self.say(_("The meeting file is being made"))
        self.run_worker(work(), exclusive=True, exit_on_error=True)


def _path_fault(text: str) -> str:
    path = Path(text).expanduser()
    if path.suffix != ENDING:
        return _("the name of a meeting file ends in {ending}").format(ending=ENDING)
    if path.exists():
        return _("is there already; name another")
    if not path.parent.is_dir():
        return _("there is no folder {folder}").format(folder=path.parent)
    return ""
