"""What the bare libraries need for the same work: the floors of all benchmarks, in one place.

Every floor loads only its own library, so that the programs among them start as bare as can be:

    python -m tests.benchmarks.floors hello | input | grid
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from openpyxl.styles import NamedStyle

    from reviewtui.filing.model import Book, Cell
    from reviewtui.filing.styles import Style

GRID_ROWS = 43


def hello() -> None:
    """Textual with one line of text: the least that paints."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Hello(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("HELLO")

    Hello().run()


def bare_input() -> None:
    """Textual with one Input: the least that takes a digit and shows it."""
    from textual.app import App, ComposeResult
    from textual.widgets import Input

    class BareInput(App[None]):
        def compose(self) -> ComposeResult:
            field = Input()
            field.cursor_blink = False
            yield field

        def on_mount(self) -> None:
            self.query_one(Input).focus()

    BareInput().run()


def bare_grid() -> None:
    """Textual with 43 rows drawn by the line API; a page key shows other numbers."""
    from rich.segment import Segment
    from textual.app import App, ComposeResult
    from textual.events import Key
    from textual.geometry import Size
    from textual.scroll_view import ScrollView
    from textual.strip import Strip

    class Grid(ScrollView, can_focus=True):
        page = 0

        def on_mount(self) -> None:
            self.virtual_size = Size(78, GRID_ROWS)

        def on_key(self, event: Key) -> None:
            if event.key in ("pagedown", "pageup"):
                event.stop()
                self.page += 1 if event.key == "pagedown" else -1
                self.refresh()

        def render_line(self, y: int) -> Strip:
            row = y + self.scroll_offset.y
            if row >= GRID_ROWS:
                return Strip.blank(self.size.width)
            mark = (self.page * 7 + row * 3) % 20
            text = f"{row + 1:4}   {mark / 2:5.1f}   HELLO {self.page}"
            return Strip([Segment(text.ljust(self.size.width))])

    class BareGrid(App[None]):
        def compose(self) -> ComposeResult:
            yield Grid()

        def on_mount(self) -> None:
            self.query_one(Grid).focus()

    BareGrid().run()


def raw_database(path: Path) -> "sqlite3.Connection":
    """sqlite3 on a session file, in the mode the program uses."""
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def raw_commit(
    connection: "sqlite3.Connection", draft: tuple[Any, ...], journal: tuple[Any, ...]
) -> None:
    """The two statements of a committed mark, bare."""
    from reviewtui.session.draft import UPSERT

    connection.execute("BEGIN IMMEDIATE")
    connection.execute(UPSERT, draft)
    connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", journal)
    connection.execute("COMMIT")


def plain_cursor(path: Path) -> int:
    """Read every opened mark of a session through a cursor; how many there are."""
    import sqlite3

    connection = sqlite3.connect(path)
    query = "SELECT ballot, candidate, row, state, mark FROM ballot_mark"
    count = sum(1 for _row in connection.execute(query))
    connection.close()
    return count


def verify_and_parse(files: "Sequence[bytes]") -> int:
    """Check header signature and box of ballot files and parse the headers, bare."""
    import hashlib
    import json

    from nacl.signing import VerifyKey

    found = 0
    for content in files:
        _magic, header, line, boxed = content.split(b"\n", 3)
        public, signature = line.split(b" ")
        signed = b"reviewtui/ballot-header/1\n" + header
        VerifyKey(bytes.fromhex(public.decode())).verify(signed, bytes.fromhex(signature.decode()))
        found += json.loads(header)["box"] == hashlib.sha256(boxed).hexdigest()
    return found


def openpyxl_floor(book: "Book", path: Path) -> None:
    """Write the same cells in the same styles as anyone would with openpyxl alone.

    Numbers as floats, texts as they are, no merges, widths, heights or print set-up, saved
    by the library in its own way.
    """
    from openpyxl import Workbook

    from reviewtui.filing.model import Number

    workbook = Workbook()
    workbook.remove(workbook.active)
    known: set[str] = set()
    for grid in book.grids:
        sheet = workbook.create_sheet(grid.name)
        for (row, column), cell in grid.cells.items():
            name = _style_name(cell)
            if name not in known:
                workbook.add_named_style(_named_style(cell.style, name))
                known.add(name)
            value = cell.value
            target = sheet.cell(
                row, column, float(value.value) if isinstance(value, Number) else value
            )
            target.style = name
    workbook.save(path)


def _style_name(cell: "Cell") -> str:
    from reviewtui.filing.model import Number

    value = cell.value
    if isinstance(value, Number):
        return f"{cell.style.name} {value.pattern}"
    return f"{cell.style.name} 0" if isinstance(value, int) else cell.style.name


def _named_style(style: "Style", name: str) -> "NamedStyle":
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    side = Side(style="thin") if style.border else Side()
    return NamedStyle(
        name,
        font=Font(name=style.font, size=style.size, bold=style.bold, color=style.colour),
        fill=PatternFill("solid", fgColor=style.fill) if style.fill else PatternFill(),
        border=Border(left=side, right=side, top=side, bottom=side),
        alignment=Alignment(horizontal=style.across.value, vertical="center", wrap_text=style.wrap),
        number_format="0.00",
    )


def bare_bootstrap(table: "NDArray[np.float64]", resamples: int, seed: int) -> object:
    """Means of resampled rows, their ranks, rank intervals and who is first, in plain numpy."""
    import numpy as np

    generator = np.random.default_rng(seed)
    rows = len(table)
    counts = generator.multinomial(rows, np.full(rows, 1 / rows), size=resamples)
    return _bare_intervals(_bare_ranks(counts @ table / rows))


def bare_trimmed_bootstrap(table: "NDArray[np.float64]", resamples: int, seed: int) -> object:
    """The same of means without the highest and the lowest, resampled rows sorted; and how
    often each is above three lines.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    rows = len(table)
    drawn = table[generator.integers(rows, size=(resamples, rows))]
    drawn.sort(axis=1)
    means = drawn[:, 1:-1].mean(axis=1)
    ranks = _bare_ranks(means)
    above = [(ranks <= 3).mean(axis=0), *((means >= line).mean(axis=0) for line in (52, 48))]
    return _bare_intervals(ranks), above


def _bare_intervals(ranks: "NDArray[np.int64]") -> object:
    import numpy as np

    resamples = len(ranks)
    ordered = np.sort(ranks, axis=0)
    ends = ordered[[int(0.05 * resamples), int(0.95 * resamples) - 1]]
    return (ranks == 1).mean(axis=0), ends


def bare_smaa(shares: "NDArray[np.float64]", draws: int, seed: int) -> object:
    """Weights from the simplex, ranks, acceptabilities and central weights, in plain numpy."""
    import numpy as np

    generator = np.random.default_rng(seed)
    weights = generator.dirichlet(np.ones(shares.shape[1]), draws)
    ranks = _bare_ranks(weights @ shares.T)
    count = len(shares)
    times = np.bincount((ranks - 1 + np.arange(count) * count).ravel(), minlength=count * count)
    first = (ranks == 1).T.astype(np.float64) @ weights
    return times.reshape(count, count) / draws, first


def _bare_ranks(totals: "NDArray[np.float64]") -> "NDArray[np.int64]":
    import numpy as np

    order = (-totals).argsort(axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, totals.shape[1] + 1)[None], axis=1)
    return ranks


if __name__ == "__main__":
    {"hello": hello, "input": bare_input, "grid": bare_grid}[sys.argv[1]]()


def read_hash_verify(folder: Path) -> int:
    """Read and hash every file of an archive, check both signatures of every ballot and make
    the code that people compare (a hash made slow on purpose), bare."""
    import hashlib

    from nacl.signing import VerifyKey

    def fits(prefix: bytes, document: bytes, line: bytes) -> None:
        public, signature = line.split()
        VerifyKey(bytes.fromhex(public.decode())).verify(
            prefix + document, bytes.fromhex(signature.decode())
        )

    def code(content: bytes) -> None:
        salt = b"reviewtui/check-code/1"
        hashlib.scrypt(content, salt=salt, n=2**14, r=8, p=1, maxmem=2**26, dklen=8)

    count = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        hashed = hashlib.sha256(content).digest()
        count += 1
        if path.suffix == ".ballot":
            _magic, header, line, _boxed = content.split(b"\n", 3)
            fits(b"reviewtui/ballot-header/1\n", header, line)
        elif path.parent.name == "opened" and path.suffix == ".json":
            fits(b"reviewtui/ballot/1\n", content, path.with_suffix(".sig").read_bytes())
            code(hashed)
    code(b"\0" * 32)
    return count
