"""The user's settings: one TOML file that is never needed and never stops the program."""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reviewtui.cli.console import say, tell
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.paper import WIDEST_BINDING, Paper
from reviewtui.locales import LANGUAGES, _, language

if TYPE_CHECKING:
    import argparse

    from reviewtui.domain.fields import Reader

APP: Final = "reviewtui"
THEMES: Final = ("light", "dark", "contrast")
"""The names `tui.themes` knows; that module would load Textual."""
_LONGEST_FONT: Final = 31
"""Characters that a spreadsheet takes in the name of a font."""
_BACKUP: Final = re.compile(r"\s*backup\s*=")


class Config(NamedTuple):
    """What is in force.

    Attributes:
        lang: zh or en; empty where the file says nothing.
        theme: Name of a theme of the forms; empty for their own choice.
        phrases: Texts offered for comments (常用语), in the file's order.
        keymap: Keys by action, over the forms' own.
        backup: Folder for the copies after a merge; None for the usual place.
        paper: Fonts and binding of what is printed.
        findings: What is wrong in the file; the rest of it counts all the same.
    """

    lang: str = ""
    theme: str = ""
    phrases: tuple[str, ...] = ()
    keymap: Mapping[str, str] = MappingProxyType({})
    backup: Path | None = None
    paper: Paper = Paper()
    findings: tuple[Finding, ...] = ()


def config_file() -> Path:
    """REVIEWTUI_CONFIG, or the platform's place for settings."""
    named = os.environ.get("REVIEWTUI_CONFIG")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "config.toml"


@cache
def config() -> Config:
    """The settings of this process, read once."""
    return read_config(config_file())


def read_config(path: Path) -> Config:
    """Read the settings; a file that is missing or broken gives the defaults."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError):
        return Config(findings=(Finding(str(path), _("cannot be read; the defaults hold")),))
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        sentence = _("is not TOML ({fault}); the defaults hold").format(fault=fault)
        return Config(findings=(Finding(str(path), sentence),))
    return _read(data, str(path))


def theme() -> str:
    """The settings' theme; where they name none, the one chosen last in the forms."""
    if config().theme:
        return config().theme
    try:
        chosen = _theme_file().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return chosen if chosen in THEMES else ""


def keep_theme(name: str) -> None:
    """Note the theme chosen in the forms; a place that cannot be written does no harm."""
    with contextlib.suppress(OSError):
        file = _theme_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name}\n", "utf-8")


def _theme_file() -> Path:
    import platformdirs

    return Path(platformdirs.user_state_dir(APP, appauthor=False)) / "theme"


def _read(data: Mapping[str, Any], place: str) -> Config:
    from reviewtui.domain.fields import Reader

    findings: list[Finding] = []
    top = Reader(data, f"{place}:", findings)
    lang = top.text("lang", "")
    if lang and lang not in LANGUAGES:
        top.find("lang", _("must be zh or en, not “{word}”").format(word=lang))
        lang = ""
    keymap = {}
    for action, keys in _flat(top.value("keymap")):
        if isinstance(keys, str):
            keymap[action] = keys
        else:
            top.find(f"[keymap] {action}", _("must be a text in quotation marks"))
    found = Config(
        lang=lang,
        theme=top.text("theme", ""),
        phrases=top.texts("phrases"),
        keymap=keymap,
        backup=Path(named).expanduser() if (named := top.text("backup", "")) else None,
        paper=_paper(top.table("print")),
    )
    top.done()
    return found._replace(findings=tuple(findings))


def _paper(table: "Reader") -> Paper:
    usual = Paper()
    faces = {}
    for key, face in (("body_font", usual.body), ("title_font", usual.head)):
        faces[key] = table.text(key, "") or face
        if set(faces[key]) & set("\"'<>{};\\&") or len(faces[key]) > _LONGEST_FONT:
            table.find(key, _("is no name of a font"))
            faces[key] = face
    binding = table.value("binding_margin") or 0
    known = isinstance(binding, int | float) and not isinstance(binding, bool)
    if not known or not 0 <= binding <= WIDEST_BINDING:
        said = _("must be a number of millimetres from 0 to {most}")
        table.find("binding_margin", said.format(most=f"{WIDEST_BINDING:g}"))
        binding = 0
    table.done()
    return Paper(faces["body_font"], faces["title_font"], float(binding))


def _flat(table: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Keys and values of nested tables: `form.submit` may stand with or without quotes."""
    if not isinstance(table, Mapping):
        if table is not None:
            yield place or "", table
        return
    for key, value in table.items():
        yield from _flat(value, f"{place}.{key}" if place else str(key))


def path(_given: "argparse.Namespace") -> int:
    """Print where the settings file is, whether it exists or not."""
    tell(str(config_file()))
    return 0


def show(_given: "argparse.Namespace") -> int:
    """Print what is in force as TOML, and every finding as a message."""
    from reviewtui.tui.keymap import check_keymap

    found = config()
    tell(f"# {config_file()}")
    tell(f'lang = "{found.lang or language()}"')
    tell(f'theme = "{found.theme}"')
    tell(f"phrases = [{', '.join(_quoted(phrase) for phrase in found.phrases)}]")
    tell(f"backup = {_quoted(str(found.backup or ''))}")
    tell("[print]")
    tell(f"body_font = {_quoted(found.paper.body)}")
    tell(f"title_font = {_quoted(found.paper.head)}")
    tell(f"binding_margin = {found.paper.binding:g}")
    tell("[keymap]")
    for action, key in found.keymap.items():
        tell(f"{_quoted(action)} = {_quoted(key)}")
    findings = [*found.findings, *_unknown_theme(found), *check_keymap(found.keymap)]
    for finding in findings:
        say(str(finding))
    return 1 if findings else 0


def set_backup(given: "argparse.Namespace") -> int:
    """Note in the settings where the copies of the session go.

    Raises:
        Refused: If there is no such folder, or as `keep_backup`.
    """
    folder = given.folder.absolute()
    if not folder.is_dir():
        raise Refused(Finding(str(folder), _("there is no such folder; nothing was changed")))
    keep_backup(folder)
    say(_("Backups go to {folder} from now on").format(folder=folder))
    return 0


def keep_backup(folder: Path) -> None:
    """Note where the copies of the session go; the rest of the settings file stays.

    Raises:
        Refused: If the file cannot be read or written; nothing is changed then.
    """
    import tomllib

    from reviewtui.session.whole_file import write_whole

    file = config_file()
    try:
        lines = file.read_text("utf-8-sig").splitlines() if file.exists() else []
        first = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), None)
        head = [line for line in lines[:first] if not _BACKUP.match(line)]
        tables = [] if first is None else lines[first:]
        text = "\n".join([*head, f"backup = {_quoted(str(folder))}", *tables])
        tomllib.loads(text)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, f"{text}\n".encode(), replace=True)
    except tomllib.TOMLDecodeError as fault:
        sentence = _("is not TOML ({fault}); nothing was changed").format(fault=fault)
        raise Refused(Finding(str(file), sentence)) from fault
    except (OSError, UnicodeDecodeError) as fault:
        sentence = _("cannot be changed: {reason}").format(reason=fault)
        raise Refused(Finding(str(file), sentence)) from fault


def _unknown_theme(found: Config) -> list[Finding]:
    if found.theme in ("", *THEMES):
        return []
    sentence = _("there is no theme “{theme}”; there are: {known}")
    place = f"{config_file()}: theme"
    return [Finding(place, sentence.format(theme=found.theme, known=", ".join(THEMES)))]


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
