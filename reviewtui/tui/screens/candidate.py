"""The page of one candidate: facts, requirements, gates, changed rows; never a mark."""

from reviewtui.domain.candidate_page import sections
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.panels import entry_lines
from reviewtui.tui.screens.reading import ReadingScreen


class CandidateScreen(ReadingScreen):
    """What a candidate declared, beside everything that is asked of it."""

    def __init__(self, panel: Panel, sheet: Sheet, candidate: str) -> None:
        """Prepare the page.

        Args:
            panel: With its table.
            sheet: The panel's.
            candidate: Code of the candidate.
        """
        self._panel, self._sheet, self._code = panel, sheet, candidate
        name = candidate_name(panel, candidate)
        super().__init__(name, self._text, below=_("Facts and requirements"))

    def _text(self, width: int) -> list[Line]:
        candidate = self._panel.candidate(self._code)
        lines: list[Line] = []
        for section in sections(self._panel, self._sheet, candidate):
            lines += [line(), line(section.heading, Tone.TITLE)]
            lines += entry_lines(section.entries, width)
        said = _("A requirement that is met or missed changes no mark.")
        return [*lines[1:], line(), *(line(part, Tone.DIM) for part in wrap(said, width))]
