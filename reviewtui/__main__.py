"""The door (placeholder until the rooms stand)."""


def main() -> None:
    """Run the program."""
