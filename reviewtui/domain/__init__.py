"""The vocabulary of a review panel, pure: no files, no database, no screen."""
