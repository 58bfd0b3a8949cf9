"""The commands beside the meeting: indicator tables, settings, the shell."""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import Command, Line, Person, argument
from reviewtui.cli.commands_preparing import IMPORT
from reviewtui.locales import N_

TOOL_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "indicators",
        (
            Line(
                Person.TOOLS, "indicators list|show|diff|import", N_("the indicator tables at hand")
            ),
        ),
        (
            ("reviewtui indicators list", N_("every table, built in and your own")),
            ("reviewtui indicators show zj-tic-2022", N_("its rows, with source and kind")),
            ("reviewtui indicators diff zj-tic-2022 nb-tic-draft", N_("what differs, row by row")),
            ("reviewtui indicators import notice.docx", N_("shows the table in a document")),
            ("reviewtui indicators list --where", N_("the folder for your own tables")),
        ),
        parts=(
            IMPORT,
            Command(
                "list",
                (Line(Person.TOOLS, "indicators list", N_("every table at hand")),),
                (("reviewtui indicators list", N_("every table, built in and your own")),),
                "reviewtui.cli.tables:listing",
                (
                    argument(
                        "--where",
                        meaning=N_("only print the folder for your own tables"),
                        action="store_true",
                    ),
                ),
            ),
            Command(
                "show",
                (Line(Person.TOOLS, "indicators show ID", N_("the rows of one table")),),
                (("reviewtui indicators show zj-tic-2022", N_("its rows, with source and kind")),),
                "reviewtui.cli.tables:show",
                (argument("table", meaning=N_("id, or a file"), metavar="ID"),),
            ),
            Command(
                "diff",
                (Line(Person.TOOLS, "indicators diff A B", N_("what two tables have different")),),
                (
                    (
                        "reviewtui indicators diff zj-tic-2022 nb-tic-draft",
                        N_("what differs, row by row"),
                    ),
                ),
                "reviewtui.cli.tables:diff",
                (
                    argument("first", meaning=N_("id, or a file"), metavar="A"),
                    argument("second", meaning=N_("id, or a file"), metavar="B"),
                ),
            ),
            Command(
                "where",
                (Line(Person.TOOLS, "indicators where", N_("the folder for your own tables")),),
                (("reviewtui indicators where", N_("the folder for your own tables")),),
                "reviewtui.cli.tables:where",
            ),
        ),
    ),
    Command(
        "config",
        (Line(Person.TOOLS, "config path|show|backup", N_("your settings")),),
        (
            ("reviewtui config path", N_("where the settings file is")),
            ("reviewtui config show", N_("what is in force, and what is wrong in it")),
        ),
        parts=(
            Command(
                "path",
                (Line(Person.TOOLS, "config path", N_("where the settings file is")),),
                (("reviewtui config path", N_("where the settings file is")),),
                "reviewtui.cli.config:path",
            ),
            Command(
                "show",
                (
                    Line(
                        Person.TOOLS, "config show", N_("what is in force, and what is wrong in it")
                    ),
                ),
                (("reviewtui config show", N_("what is in force, and what is wrong in it")),),
                "reviewtui.cli.config:show",
            ),
            Command(
                "backup",
                (
                    Line(
                        Person.TOOLS,
                        "config backup DIR",
                        N_("where the copies after each merge are kept"),
                    ),
                ),
                (("reviewtui config backup E:/backup", N_("on another disk or a stick")),),
                "reviewtui.cli.config:set_backup",
                (argument("folder", meaning=N_("a folder that exists"), metavar="DIR", type=Path),),
            ),
        ),
        detail=N_("A TOML file: lang, theme, phrases (texts for comments), backup, [keymap]."),
    ),
    Command(
        "completion",
        (Line(Person.TOOLS, "completion bash|zsh", N_("completion for your shell")),),
        (
            ('eval "$(reviewtui completion bash)"', N_("in ~/.bashrc")),
            ("reviewtui completion zsh > ~/.zfunc/_reviewtui", N_("for zsh")),
        ),
        "reviewtui.cli.completion:completion",
        (argument("shell", meaning=N_("which shell"), choices=("bash", "zsh")),),
    ),
)
