"""The print pack: what is stapled together on the day and after it."""
