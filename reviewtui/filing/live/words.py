"""Words that stand in cells and that formulas look for; one spelling for both."""

from typing import Final

from reviewtui.domain.sheet import Place
from reviewtui.locales import N_

HANDED_IN: Final = N_("ballot counts")
"""Of an expert whose ballot counts; otherwise the reason stands there."""
JUDGES: Final = N_("judges this candidate")
"""Of an expert before a candidate, where nothing keeps him from it."""
COUNTED: Final = N_("counted")
DROPPED: Final = N_("dropped as extreme")
TOO_FEW: Final = N_("too few valid marks")
PLACES: Final = {
    Place.JUDGED: N_("for the experts"),
    Place.SETTLED: N_("settled by the desk"),
    Place.NOT_APPLICABLE: N_("not applicable"),
}
NUMBERS: Final = '">-1000000"'
"""What SUMIF and COUNTIFS take for a number; no word is."""
