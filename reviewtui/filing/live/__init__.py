"""The chain of formulas from raw marks to totals: where each step stands, and what it says."""
