"""Scoring: a session, a trial of a table, the demo; in the form or line by line."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.cli.console import has_terminal, next_command, say, shell_line, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    import argparse

    from reviewtui.session.session import Session

FINISHED: Final = "zj-annual-finished.review"
HALF: Final = "zj-annual-half.review"
RESULTS: Final = {
    FINISHED: N_("Innovation centres, annual: a tie, and everybody who can be left out"),
    "zj-ttc-annual.review": N_("Transfer centres, annual: three grades, gates not passed"),
    "zj-ttc-appraisal.review": N_("Transfer centres, plans: gates relaxed or not applicable"),
    "zj-tic-appraisal.review": N_("Innovation centres, plans: conclusions, one without majority"),
    "zj-locality-annual.review": N_("Cities and counties, annual: barred from the highest grade"),
    "zj-lab-annual.review": N_("Key laboratories, annual: a tie at the line of a quota"),
}
"""The finished samples, with what each of them shows."""
KIT: Final = ".kit"
HALF_WAY: Final = "07"
"""The expert who is in the middle of the half-scored sample."""

TRIAL_ONLY: Final = (
    ("--candidates", "candidates"),
    ("--candidate", "candidate"),
    ("--granularity", "granularity"),
    ("--review", "review"),
    ("--output", "output"),
    ("--new", "new"),
)


def score(given: "argparse.Namespace") -> int:
    """Score the candidates of a session, or try a table."""
    _check_use(given)
    if not given.plain and not has_terminal():
        _check_scorable(given)
        raise Refused(_("the form needs a terminal; with --plain answers are read line by line"))
    path = given.session if given.table is None else _trial(given)
    return show_form(path, given.expert, plain=given.plain, take=given.take)


def _check_scorable(given: "argparse.Namespace") -> None:
    """Refuse a table, kit, session or expert that could not be scored in a terminal either."""
    if given.table is not None:
        from reviewtui.exchange.documents import load_set

        load_set(given.table)
    elif given.session.suffix == KIT:
        from reviewtui.cli.checking import require_kit

        require_kit(given.session)
    else:
        with opened(given.session, reading=True) as session:
            _expert_at_work(session, given.expert, given.session)


def _check_use(given: "argparse.Namespace") -> None:
    """Arguments that do not go together are wrong use."""
    if given.table is None:
        for option, name in TRIAL_ONLY:
            if getattr(given, name):
                raise WrongUse(_("{option} goes with --set only").format(option=option))
        if given.session is None:
            raise WrongUse(_("name a session file, or a table with --set"))
    elif given.session is not None:
        raise WrongUse(_("name either a session file or a table with --set"))
    elif given.candidates is not None and given.candidate:
        raise WrongUse(_("--candidates or --candidate, not both"))


def _trial(given: "argparse.Namespace") -> Path:
    """The session of a trial; says where it is."""
    from reviewtui.cli.trial import Wish, trial_session
    from reviewtui.domain.review_words import parts_sentences
    from reviewtui.domain.states import Review, label

    wish = Wish(
        given.table,
        given.candidates,
        given.candidate or (),
        given.granularity,
        given.output,
        given.new,
        Review(given.review) if given.review else None,
    )
    path = trial_session(wish)
    say(_("Trial, not a review result. It is kept in {file}").format(file=path))
    with opened(path) as session:
        panel = session.panel
    sentence = _("Tried as at this review: {review}. Another one: --review appraisal, annual, …")
    if not given.review:
        say(sentence.format(review=label(panel.review)))
    for said in () if given.plain else parts_sentences(panel):
        say(said)
    return path


def show_form(
    path: Path, expert: str | None = None, *, plain: bool = False, take: str | None = None
) -> int:
    """Open a session or a kit and let one expert score.

    Args:
        path: The session file, or the kit.
        expert: Who scores; None: the only one there is, or asked first.
        plain: Line by line instead of the form.
        take: With which journal to go on if a kit's stick and this machine differ.
    """
    if path.suffix == KIT:
        from reviewtui.cli.kits import score_kit

        return score_kit(path, plain=plain, take=take)
    with opened(path, passed_round=True) as session:
        code = _expert_at_work(session, expert, path)
        if plain:
            from reviewtui.cli.plain.form import score_line_by_line

            status = score_line_by_line(session, code)
        else:
            from reviewtui.cli.forms import open_form

            status = open_form(session, code)
        if session.trial and session.stored():
            say(next_command("export", path, "-o", _("RESULT.xlsx")))
        return status


def go_on(path: Path) -> int:
    """Open a session where it stands: scoring, or after the opening the desk with the result."""
    with opened(path) as session:
        if session.opened is None:
            from reviewtui.cli.forms import open_form

            return open_form(session, _expert_at_work(session, None, path))
        from reviewtui.cli.forms import open_desk

        return open_desk(session)


def _expert_at_work(session: "Session", code: str | None, path: Path) -> str | None:
    """Who scores: the one that was named, or the only one there is; None: ask."""
    if code is not None:
        return expert_of(session.panel, code, path)
    experts = session.panel.sitting
    return experts[0].code if len(experts) == 1 else None


def demo(given: "argparse.Namespace") -> int:
    """Open the half-scored sample; without a terminal tell where all are, and a ranking."""
    if has_terminal():
        return demo_form(given.folder)
    half = _copied(HALF, given.folder)
    results = _finished(given.folder)
    from reviewtui.cli.result import ranking_lines

    tell(_("half scored: {file}").format(file=half))
    for line in results:
        tell(line)
    with opened(_copied(FINISHED, given.folder), reading=True) as session:
        for line in ranking_lines(session):
            tell(line)
    return 0


def demo_form(folder: Path | None = None) -> int:
    """The half-scored sample in its form; then where the finished ones are."""
    status = show_demo(folder)
    for line in _finished(folder):
        say(line)
    return status


def show_demo(folder: Path | None = None) -> int:
    """The half-scored sample, in the form of the expert who is in the middle of it."""
    half = _copied(HALF, folder)
    from reviewtui.cli.forms import open_form

    with opened(half) as session:
        return open_form(session, HALF_WAY)


def show_demo_result(name: str, folder: Path | None = None) -> int:
    """The result of a finished sample."""
    from reviewtui.cli.forms import open_results

    with opened(_copied(name, folder)) as session:
        return open_results(session)


def _finished(folder: Path | None) -> list[str]:
    """What the finished samples show, and the line that opens each; they are copied first."""
    lines = [_("finished, people and units fictional:")]
    for name, shown in RESULTS.items():
        line = shell_line("reviewtui", "results", _copied(name, folder))
        lines += [f"  {_(shown)}", f"    {line}"]
    return lines


def demo_folder() -> Path:
    """Where the samples are copied to unless told otherwise."""
    from reviewtui.exchange.library import user_sets_folder

    return user_sets_folder().with_name("demo")


def _copied(name: str, folder: Path | None) -> Path:
    """The person's own copy of a sample; one that is there is used again."""
    copy = (folder or demo_folder()) / name
    if copy.exists():
        return copy
    from reviewtui.exchange.library import samples

    sample = next((item.path for item in samples() if item.path.name == name), None)
    if sample is None:
        raise Refused(
            _("the sample {name} is missing; install the program again").format(name=name)
        )
    _copy_whole(sample, copy)
    return copy


def _copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that it appears whole or not at all.

    Raises:
        Refused: If it cannot be written; nothing is left behind then.
    """
    from reviewtui.session.whole_file import write_whole

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, source.read_bytes(), replace=True)
    except OSError as fault:
        sentence = _("the sample could not be copied here: {reason}")
        raise Refused(Finding(str(target), sentence.format(reason=reason_of(fault)))) from fault
