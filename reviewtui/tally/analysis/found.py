"""What every statistic says of itself, or why it says nothing; nothing here loads numpy."""

from dataclasses import dataclass

from reviewtui.locales import _


@dataclass(frozen=True, slots=True)
class Undefined:
    """Why a statistic has no value: a message of the catalogues and what stands in its gaps."""

    message: str
    fields: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """The reason in the reader's language."""
        return _(self.message).format(**dict(self.fields))


def undefined(message: str, **fields: object) -> Undefined:
    """A reason; `message` is marked for the catalogues where it is written."""
    return Undefined(message, tuple(fields.items()))


@dataclass(frozen=True, slots=True)
class Found:
    """What all results have: experts and candidates that entered, by code, and on what."""

    experts: tuple[str, ...]
    candidates: tuple[str, ...]
    on: str

    @property
    def n(self) -> int:
        """Experts that entered."""
        return len(self.experts)
