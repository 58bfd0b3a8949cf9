"""The commands, thin: one call into a room below."""
