"""The SQLite session: open and lock, drafts, ballots, the journal. SQL lives here only."""
