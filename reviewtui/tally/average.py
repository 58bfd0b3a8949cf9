"""How several experts become one number: mean, trimmed mean, median, in integers.

Values are integers over a denominator that the caller knows; a result is a ratio of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviewtui.domain.rule import Average, BelowLeast, Order, Rule, Trim


@dataclass(frozen=True, slots=True)
class Averaging:
    """The panel's average as a function of valid values."""

    average: Average
    trim: Trim

    def trims(self, n: int) -> bool:
        """Whether any of n values is dropped."""
        return self.average is Average.TRIMMED and n >= self.trim.least

    def plain(self, n: int) -> bool:
        """Whether a plain mean stands in for the trimmed one."""
        return (
            self.average is Average.TRIMMED
            and 0 < n < self.trim.least
            and self.trim.below_least is BelowLeast.MEAN
        )

    def refuses(self, n: int) -> bool:
        """Whether the rule gives no result with n values (TR-35)."""
        return (
            self.average is Average.TRIMMED
            and 0 < n < self.trim.least
            and self.trim.below_least is BelowLeast.REFUSE
        )

    def sums(self, n: int) -> bool:
        """Whether the average of n values adds up: averaged parts sum to the averaged whole."""
        return self.average is Average.MEAN or self.plain(n)

    def ratio(self, values: Sequence[int]) -> tuple[int, int]:
        """The average as numerator and denominator.

        With too few values to trim it is the plain mean; whether that is allowed, `refuses`
        tells.

        Args:
            values: At least one.

        Raises:
            TypeError: If one of them is None.
        """
        total, n = sum(values), len(values)
        if self.average is Average.MEDIAN:
            ordered = sorted(values)
            middle = n // 2
            if n % 2:
                return ordered[middle], 1
            return ordered[middle - 1] + ordered[middle], 2
        if self.trims(n):
            drop = self.trim.drop
            if drop == 1:
                return total - max(values) - min(values), n - 2
            return sum(sorted(values)[drop : n - drop]), n - 2 * drop
        return total, n

    def ratios(self, columns: Sequence[Sequence[int]]) -> tuple[list[int], int]:
        """The averages of many columns of the same length, over one denominator.

        Raises:
            TypeError: If a value is None.
        """
        n = len(columns[0]) if columns else 1
        if self.trims(n) and self.trim.drop == 1:
            ends = zip(map(sum, columns), map(max, columns), map(min, columns), strict=True)
            return [total - high - low for total, high, low in ends], n - 2
        if self.average is not Average.MEDIAN and not self.trims(n):
            return list(map(sum, columns)), n
        found = [self.ratio(column) for column in columns]
        return [numerator for numerator, _denominator in found], found[0][1] if found else 1

    def dropped(self, values: Sequence[int]) -> tuple[int, ...]:
        """The positions that trimming leaves out.

        Of tied lowest values the first go, of tied highest the last: which instance is named
        changes no number.
        """
        if not self.trims(len(values)):
            return ()
        order = sorted(range(len(values)), key=values.__getitem__)
        drop = self.trim.drop
        return tuple(sorted(order[:drop] + order[len(order) - drop :]))


def averaging(rule: Rule) -> Averaging:
    """The average a rule states."""
    return Averaging(rule.average, rule.trim)


def row_average(rule: Rule) -> Average:
    """What the number of one row across experts is; by_expert it only informs, as a mean."""
    return Average.MEAN if rule.order is Order.BY_EXPERT else rule.average
