"""QR codes: drawn as vectors on a page, as a picture in a workbook.

The library makes both itself and needs no other one for it; the same text gives the same code.
"""

import io
from typing import TYPE_CHECKING, Final

from reviewtui.filing.model import QrCode

if TYPE_CHECKING:
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor
    from openpyxl.worksheet.worksheet import Worksheet
    from segno import QRCode

_QUIET: Final = 4
"""Modules of white around a code; readers count on them."""
_DOTS: Final = 8
"""Pixels of a module in a picture: sharp at 28 mm on any printer."""
_EMU: Final = 12_700
"""Units of a drawing in a point."""


def _made(text: str) -> "QRCode":
    from segno import make_qr

    return make_qr(text, error="m", boost_error=False)


def svg(code: QrCode) -> str:
    """The code as an svg element without names that another one on the page could have."""
    made = _made(code.text)
    side = made.symbol_size(border=_QUIET)[0]
    path = "".join(
        f"M{x},{y}h1v1h-1z"
        for y, line in enumerate(made.matrix_iter(border=_QUIET))
        for x, dark in enumerate(line)
        if dark
    )
    return (
        f'<svg viewBox="0 0 {side} {side}" width="{code.side:g}pt" height="{code.side:g}pt" '
        f'shape-rendering="crispEdges" role="img"><path d="{path}"/></svg>'
    )


def png(code: QrCode) -> bytes:
    """The code as a picture."""
    file = io.BytesIO()
    _made(code.text).save(file, kind="png", scale=_DOTS, border=_QUIET)
    return file.getvalue()


def _picture(content: bytes, anchor: "OneCellAnchor") -> "Image":
    """A picture for the workbook; the library's own constructor wants an imaging library."""
    from openpyxl.drawing.image import Image

    class Picture(Image):
        def __init__(self) -> None:
            self.anchor, self.format = anchor, "png"

        def _data(self) -> bytes:
            return content

    return Picture()


def put_code(sheet: "Worksheet", code: QrCode) -> None:
    """Lay the code over its cell as a picture that keeps its size."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    side, inset = round(code.side * _EMU), 3 * _EMU
    place = AnchorMarker(col=code.column - 1, row=code.row - 1, colOff=inset, rowOff=inset)
    anchor = OneCellAnchor(_from=place, ext=XDRPositiveSize2D(side, side))
    sheet.add_image(_picture(png(code), anchor))
