"""reviewtui: scoring, tallying and filing for expert review panels.

Importing the package imports none of its rooms; `reviewtui.__main__` is the door.
"""

__version__ = "0.1.0"
