"""Words of a source, kept apart from our own.

A source may say 摘牌 or 授牌 where a government body decides; the panel only advises, so
our own sentences never do. Quoted words are a type of their own and stand in 「」.
"""

from typing import NamedTuple

from reviewtui.locales import _


class Quote(NamedTuple):
    """What a source says, letter by letter, and the article where it stands."""

    text: str
    at: str = ""

    def shown(self) -> str:
        """The words in 「」 with their article behind them."""
        quoted = f"「{self.text}」"
        if not self.at:
            return quoted
        return _("{quote} ({article})").format(quote=quoted, article=self.at)
