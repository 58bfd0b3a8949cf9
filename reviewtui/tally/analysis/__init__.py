"""Statistics about a result, on numpy: second opinions, never an official number."""
