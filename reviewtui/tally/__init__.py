"""From ballots to a verdict: totals, ranks, grades and their explanation, exact."""
