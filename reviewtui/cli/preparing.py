"""Before the meeting: the information workbook, the session, tables out of documents."""

import argparse
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, has_terminal, next_command, say, shell_line, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.opening import opened, remember
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.rule import Custody
from reviewtui.domain.states import Platform, Status
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.panel import Panel
    from reviewtui.exchange.drafting.templates import Template
    from reviewtui.exchange.table_import import Recognised


STANDARD_INPUT = Path("-")


def new(given: argparse.Namespace) -> int:
    """Make a session from a panel, TOML or workbook; or an empty workbook for one."""
    if given.template is not None:
        return _template(given)
    if given.output is not None:
        raise WrongUse(_("{option} goes with --template only").format(option="--output"))
    if given.edit or given.panel is None or _names_session(given):
        return _make_here(given)
    if given.session is None and given.toml is None:
        raise WrongUse(_("name the session to make, or a file with --toml"))
    panel = _panel(given.panel)
    if given.toml is not None:
        _write_toml(panel, given)
    if given.session is not None:
        _make_session(panel, given)
    return 0


def _names_session(given: argparse.Namespace) -> bool:
    """Whether the only name given is that of the session to make."""
    return given.session is None and given.toml is None and given.panel.suffix == ".review"


def _make_here(given: argparse.Namespace) -> int:
    """Make the meeting with the keyboard."""
    if not has_terminal():
        raise WrongUse(_("name the panel, TOML or workbook; or a table with --template"))
    for option, name in (("--toml", "toml"), ("--code-file", "code_file"), ("--force", "force")):
        if getattr(given, name):
            raise WrongUse(_("{option} needs a panel, TOML or workbook").format(option=option))
    from reviewtui.cli.making import make_meeting

    if given.edit and given.panel is None:
        raise WrongUse(_("name the panel in TOML that is to be edited"))
    if given.edit:
        return make_meeting(draft=given.panel, session=given.session)
    if given.panel is not None and given.panel.exists():
        raise Refused(Finding(str(given.panel), _("is there already; name another")))
    return make_meeting(session=given.panel)


def _template(given: argparse.Namespace) -> int:
    """Write what is to be filled in for a template or a table; without a name list them."""
    from reviewtui.exchange.drafting.templates import template_named

    if given.panel is not None or given.session is not None or given.toml is not None:
        raise WrongUse(_("--template makes a workbook; it takes no panel and no session"))
    if not given.template:
        return _list_templates(given)
    if given.output is None:
        raise WrongUse(_("name the workbook with -o"))
    output: Path = given.output
    found = template_named(given.template)
    if output.suffix.lower() == ".toml" and found is not None:
        _write(output, found.path.read_bytes(), force=given.force)
        say(_("{file}: written; what is open in it stands behind a #").format(file=output))
    elif output.suffix.lower() == ".xlsx":
        content = _filled_book(found) if found else _empty_book(given.template, output)
        _write(output, content, force=given.force)
        say(_("{file}: written; fill it in, the first sheet says how").format(file=output))
    elif found is not None:
        raise WrongUse(_("the file's name must end in .xlsx or .toml"))
    else:
        raise WrongUse(_("the workbook's name must end in .xlsx"))
    say(next_command("check", output))
    return 0


def _list_templates(given: argparse.Namespace) -> int:
    """Name every template, and every table that can stand in its place."""
    from reviewtui.exchange.documents import load_set
    from reviewtui.exchange.drafting.templates import templates
    from reviewtui.exchange.library import sets

    if given.output is not None:
        raise WrongUse(_("name a template or a table behind --template"))
    rows = [(template.id, template.title) for template in templates()]
    rows += [(own.id, load_set(own.path).name()) for own in sets()]
    header = (_("template or table"), _("title"))
    for line in aligned(header, rows):
        tell(line)
    return 0


def _filled_book(template: "Template") -> bytes:
    """The workbook of a template: what it says is filled in, the rest is empty."""
    from reviewtui.exchange.documents import load_set
    from reviewtui.exchange.meeting_write import meeting_book

    return meeting_book(template.data, load_set(template.data["panel"]["set"]))


def _empty_book(named: str, output: Path) -> bytes:
    """The empty workbook 评审会信息表 of a table.

    Raises:
        Refused: If there is no such table, with the names there are.
    """
    from reviewtui.exchange.documents import load_set
    from reviewtui.exchange.library import find_set, panel_templates
    from reviewtui.exchange.meeting_write import template

    try:
        table = load_set(named)
    except Refused as refused:
        known = _(", ").join(own.id for own in panel_templates())
        hint = Finding("", _("templates are: {known}").format(known=known))
        raise Refused(*refused.reasons, hint) from None
    name = table.id
    if find_set(table.id) is None:
        path = Path(named).absolute()
        name = Path(os.path.relpath(path, output.absolute().parent)).as_posix()
    return template(table, name)


def _panel(path: Path) -> "Panel":
    """The panel of a file, its warnings told where a workbook's blanks were filled."""
    from reviewtui.exchange.documents import is_workbook, read_panel_file

    findings: list[Finding] = []
    read = read_panel_file(path, findings)
    refuse_if(findings)
    assert read.panel is not None  # without a finding there is a panel
    for finding in findings if is_workbook(path) else ():
        say(_("warning: {finding}").format(finding=finding))
    return read.panel


def _write_toml(panel: "Panel", given: argparse.Namespace) -> None:
    from reviewtui.exchange.panel_text import panel_text

    text = panel_text(panel, given.panel, given.toml)
    _write(given.toml, text.encode(), force=given.force)
    say(_("{file}: written; it makes the same session").format(file=given.toml))


def _make_session(panel: "Panel", given: argparse.Namespace) -> None:
    from reviewtui.session.create import create_session

    session: Path = given.session
    code_file: Path | None = given.code_file
    if session.exists():
        if not given.force:
            raise Refused(
                Finding(str(session), _("is there already; --force replaces it, marks and all"))
            )
        _check_replaceable(session)
    if code_file is not None and code_file.exists():
        raise Refused(Finding(str(code_file), _("is there already; an opening code may be in it")))
    digits = create_session(session, panel, replace=given.force)
    remember(session)
    say(
        _("{file}: made, with {experts} experts and {candidates} candidates").format(
            file=session, experts=len(panel.experts), candidates=len(panel.candidates)
        )
    )
    if digits:
        _hand_over(digits, panel.rule.custody, code_file)
    from reviewtui.session.board_words import taking_turns

    kits = session.with_name(f"{session.stem}-{_('kits')}")
    say(next_command("issue", session, "-o", kits))
    line = shell_line("reviewtui", "score", session)
    say(_("Or, everybody in turn on this machine: {line}").format(line=line))
    say(taking_turns())


def _check_replaceable(path: Path) -> None:
    """Open and close a session that is to be replaced.

    Raises:
        Refused: If it is open elsewhere, or no session: --force replaces sessions only.
    """
    with opened(path):
        pass


def _hand_over(digits: str, custody: Custody, path: Path | None) -> None:
    """Show the opening code, or put it into a file; say what it is for and what losing it means."""
    from reviewtui.session.envelope_words import envelope_words
    from reviewtui.session.opening_code import grouped

    if path is None:
        say(_("Opening code: {code}").format(code=grouped(digits)))
    else:
        try:
            _write_secret(path, f"{grouped(digits)}\n")
            say(_("{file}: holds the opening code; nobody else may read it").format(file=path))
        except OSError as fault:
            say(
                _("{file}: the opening code was not written ({reason}); here it is: {code}").format(
                    file=path, reason=reason_of(fault), code=grouped(digits)
                )
            )
    for sentence in envelope_words(custody):
        say(sentence)


def _write_secret(path: Path, text: str) -> None:
    """A new file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write(path: Path, content: bytes, *, force: bool) -> None:
    from reviewtui.session.whole_file import write_whole

    try:
        write_whole(path, content, replace=force)
    except FileExistsError:
        sentence = _("is there already; name another, or add --force")
        raise Refused(Finding(str(path), sentence)) from None
    except OSError as fault:
        sentence = _("was not written: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(str(path), sentence)) from fault


def import_table(given: argparse.Namespace) -> int:
    """Show what is recognised in a table, and write it as a set."""
    from reviewtui.exchange.table_import import preview, recognise, recognised
    from reviewtui.exchange.zip_gate import MOST_BYTES

    if given.file == STANDARD_INPUT:
        if sys.stdin.isatty():
            say(_("Paste the table here; end with Ctrl-D (Windows: Ctrl-Z and Enter)."))
        table = recognised(sys.stdin.buffer.read(MOST_BYTES), Path(_("pasted text")))
    else:
        table = recognise(given.file)
    for line in preview(table):
        tell(line)
    if given.output is None or given.preview:
        say(_("Nothing was written; -o SET.toml writes it."))
        return 0
    _write_set(table, given)
    say(_("{file}: written; fill in authority, document and date").format(file=given.output))
    say(next_command("check", given.output))
    return 0


def _write_set(table: "Recognised", given: argparse.Namespace) -> None:
    """Write the set file if it is one; what stands in its way is told with nothing written."""
    from reviewtui.domain.indicator_set import read_set
    from reviewtui.exchange.table_import import id_from, set_document, set_text

    document = set_document(
        table,
        set_id=given.id or id_from(given.output),
        title=given.title or "",
        status=Status(given.status),
        platform=Platform(given.platform),
    )
    findings: list[Finding] = []
    read_set(document, given.output.name, findings)
    with contextlib.suppress(StopIteration):
        first = next(finding for finding in findings if not finding.warning)
        sentence = _("nothing was written; correct the table in {file} and import it again")
        hint = Finding(first.place.partition(":")[0], sentence.format(file=given.file.name))
        refuse_if([*findings, hint])
    _write(given.output, set_text(document, given.file.name).encode(), force=given.force)
