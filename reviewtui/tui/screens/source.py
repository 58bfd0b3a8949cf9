"""The text a row stands on: quoted articles, our guidance, the figures that are required."""

from typing import TYPE_CHECKING

from reviewtui.domain.naming import candidate_name
from reviewtui.domain.row_words import ask
from reviewtui.domain.sheet import reading_list
from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.tui.lines import Line, Tone, labelled, line
from reviewtui.tui.outline import Entry
from reviewtui.tui.panels import anchors, figures, parts, row_quote
from reviewtui.tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring


class SourceScreen(ReadingScreen):
    """Everything the table says about a row, source text in 「」 with its article."""

    def __init__(self, scoring: "Scoring", candidate: str, entry: Entry) -> None:
        self._scoring, self._candidate, self._entry = scoring, candidate, entry
        title = f"{entry.code} {entry.title}"
        about = candidate_name(scoring.panel, candidate)
        super().__init__(title, self._text, below=about)

    def _text(self, width: int) -> list[Line]:
        panel, code = self._scoring.panel, self._entry.code
        table = panel.table
        told: list[Line] = []
        document = "  ".join(filter(None, (table.authority, table.document, table.name())))
        told += [line(part, Tone.DIM) for part in wrap(document, width)]
        rows = [code, *(row for row, _title in self._reading())]
        quoted: dict[str, str] = {}
        for row in rows:
            if row not in table:
                continue
            for article, text in table.articles_of(row):
                if article not in quoted:
                    quoted[article] = text
                    told += [line(), line(article, Tone.TITLE)]
                    told += [line(part) for part in wrap(f"「{text}」", width)]
        candidate = panel.candidate(self._candidate)
        known = "\n".join(quoted.values())
        told += [line(), *figures(panel, code, candidate, width, quoted=known)]
        for row in rows:
            text = ask(panel, row)
            scored = self._entry.row if row == code else None
            own_words = [
                *row_quote(panel, row, width),
                *parts(panel, row, width),
                *anchors(panel, row, width, scored),
            ]
            if text or own_words:
                name = f"{row} {dict(self._reading()).get(row, self._entry.title)}"
                told += [line(), *(line(part, Tone.STRONG) for part in wrap(name, width))]
                told += own_words
            if text:
                told += labelled(_("Guidance"), text, width)
        if own := self._scoring.comment(self._candidate, code):
            told += [line(), *labelled(_("My comment"), own, width)]
        return told

    def _reading(self) -> list[tuple[str, str]]:
        scoring = self._scoring
        return reading_list(scoring.panel.table, scoring.sheet, self._candidate, self._entry.code)
