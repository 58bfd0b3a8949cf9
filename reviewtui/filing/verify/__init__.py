"""Verifying (核验): everything recomputed from the opened ballots, whatever is asked about."""
