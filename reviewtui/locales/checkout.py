"""In a checkout a pulled .po is newer than the compiled .mo: compile it before it is read.

An installed program has its .mo from the wheel; there only two times are compared.
"""

import os
import sys
from pathlib import Path
from typing import Final

COMPILER: Final = Path(".ci") / "compile_catalogues.py"
"""Stands beside the package in a checkout, and nowhere else."""


def freshened(compiled: Path) -> Path:
    """The compiled catalogue, compiled anew where this is a checkout and its source is newer."""
    source = compiled.with_suffix(".po")
    if not _is_newer(source, compiled) or not (compiled.parents[4] / COMPILER).is_file():
        return compiled
    try:
        _compile(source, compiled)
    except ImportError:
        print(
            f"{compiled.name} is older than {source.name}, and Babel is not installed: texts may "
            'stay untranslated. Run: python -m pip install -e ".[dev]"',
            file=sys.stderr,
        )
    return compiled


def _is_newer(source: Path, compiled: Path) -> bool:
    try:
        written = source.stat().st_mtime_ns
    except OSError:
        return False
    try:
        return written > compiled.stat().st_mtime_ns
    except OSError:
        return True


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3])
    whole = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    with whole.open("wb") as file:
        write_mo(file, catalog)
    whole.replace(compiled)
