"""The result as one page for a projector: a file of its own that needs no network and no script."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from reviewtui.filing.text_file import write_text
from reviewtui.locales import _, language
from reviewtui.tally.projected import Picture, Place, place_name

STYLE: Final = """
body { margin: 3vh 4vw; font: 3vh/1.5 "Noto Sans CJK SC", "Microsoft YaHei", SimHei, sans-serif;
       color: #111; background: #fff; }
h1 { font-size: 4vh; margin: 0 0 1vh; }
p.note { color: #a00; margin: 0 0 1vh; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: normal; color: #555; border-bottom: 2px solid #111; }
td { border-bottom: 1px solid #ccc; padding: .6vh 1vw .6vh 0; }
.number { text-align: right; padding-right: 3vw; white-space: nowrap; }
.one { font-size: 16vh; line-height: 1.1; margin: 1vh 0; }
"""
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(picture: Picture) -> str:
    """The whole page; every text of a person is text here and nothing else."""
    body = _one(picture) if picture.primaries else _ranking(picture)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{"en" if language() == "en" else "zh-CN"}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            f"<title>{escape(picture.title)}</title>",
            f"<style>{STYLE}</style></head>",
            "<body>",
            f"<h1>{escape(picture.title)}</h1>",
            *(f'<p class="note">{escape(note)}</p>' for note in picture.notes),
            *body,
            "</body></html>",
            "",
        ]
    )


def write_page(picture: Picture, path: Path, *, force: bool = False) -> None:
    """Write the page whole or not at all.

    Raises:
        AlreadyThere: If the file is there and not to be replaced.
        Refused: If it cannot be written.
    """
    write_text(page(picture), path, force=force)


def _ranking(picture: Picture) -> Iterator[str]:
    first = picture.places[0] if picture.places else None
    totals = bool(first and first.n)
    heads = [*([_("rank")] if picture.ranked else []), _("candidate")]
    heads += [_("total"), _("n valid"), _("proposed")] if totals else []
    yield f"<table><tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr>"
    for place in picture.places:
        yield f"<tr>{''.join(_cells(picture, place, totals=totals))}</tr>"
    yield "</table>"


def _cells(picture: Picture, place: Place, *, totals: bool) -> Iterator[str]:
    if picture.ranked:
        yield f"<td>{escape(place.rank)}</td>"
    yield f"<td>{escape(place_name(place))}</td>"
    if totals:
        yield f'<td class="number">{escape(place.total)}</td>'
        yield f'<td class="number">{escape(place.n)}</td>'
        yield f"<td>{escape(place.proposed)}</td>"


def _one(picture: Picture) -> Iterator[str]:
    place = picture.places[0]
    yield f"<p>{escape(place_name(place))}</p>"
    yield f'<p class="one">{escape(place.total)}</p>'
    said = [_("Rank {rank}").format(rank=place.rank)] if place.rank else []
    said += [_("valid marks n = {n}").format(n=place.n), *filter(None, [place.proposed])]
    yield f"<p>{escape('   '.join(said))}</p>"
    yield "<table>"
    for name, score, full in picture.primaries:
        numbers = "".join(f'<td class="number">{escape(text)}</td>' for text in (score, full))
        yield f"<tr><td>{escape(name)}</td>{numbers}</tr>"
    yield "</table>"
