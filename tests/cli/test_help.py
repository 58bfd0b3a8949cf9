"""Help and usage: every command, both languages, no English left in the Chinese."""

import argparse
import ast
import inspect
import re

import pytest

from reviewtui.cli.command import Command
from reviewtui.cli.commands import COMMANDS
from reviewtui.cli.stdlib_messages import MESSAGES
from tests.cli.conftest import Run

OWN_MISTAKES = {
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    ".__call__() not defined",
    'argument "-" with mode %r',
    "can't open '%(filename)s': %(error)s",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
}
"""What argparse tells programmers; a person never meets it."""

NOT_USED = {
    " (default: %(default)s)",
    "argument '%(argument_name)s' is deprecated",
    "command '%(parser_name)s' is deprecated",
    "option '%(option)s' is deprecated",
    "show program's version number and exit",
    "subcommands",
}


LEAVES = [
    ((command.name, *(("SESSION",) if command.arguments else ()), part.name), part)
    for command in COMMANDS
    for part in command.parts
] + [((command.name,), command) for command in COMMANDS]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "command"), LEAVES, ids=lambda value: str(value)[:40])
def test_every_command_explains_itself_with_an_example(
    run: Run, words: tuple[str, ...], command: Command, lang: str
) -> None:
    shown = run(*words, "--help", "--lang", lang)
    assert shown.status == 0
    assert shown.err == ""
    assert f"reviewtui {' '.join(words)}" in shown.out
    example = command.examples[0][0]
    assert example.split()[1] in shown.out.split("示例：" if lang == "zh" else "Examples:")[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_general_help_names_every_command(run: Run, lang: str) -> None:
    shown = run("--lang", lang, "--help")
    assert shown.status == 0
    for command in COMMANDS:
        for line in command.lines:
            assert line.synopsis in shown.out


def test_help_is_grouped_by_person(run: Run) -> None:
    shown = run("--help", "--lang", "zh").out
    people = ["任何人", "专家", "会务秘书", "组长与会务", "工具"]
    places = [shown.index(f"\n{person}") for person in people]
    assert places == sorted(places)


def test_chinese_help_holds_no_english_sentence(run: Run) -> None:
    for words, _command in [((), None), *LEAVES]:
        shown = run(*words, "--help", "--lang", "zh").out
        told = re.sub(r"^ *reviewtui .*$|^.*(usage|用法).*$|\[[^]]*\]", "", shown, flags=re.M)
        runs = re.findall(r"(?:[a-z]{2,} ){3,}", told)
        assert not runs, (words, runs)


def test_argparse_speaks_through_our_catalogue() -> None:
    used = {
        ast.literal_eval(node.args[0])
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "_"
        and isinstance(node.args[0], ast.Constant)
    }
    assert used - OWN_MISTAKES - NOT_USED <= set(MESSAGES)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("new",), "请写明评审方案"),
        (("results",), "缺少参数：SESSION"),
        (("results", "a", "--nonsense"), "不认识的参数：--nonsense"),
        (("results", "a", "--round", "two"), "“two”不是整数"),
        (("export", "a", "-o"), "后面要有一个值"),
        (("check",), "缺少参数：FILE"),
        (("completion", "fish"), "没有 'fish' 这一项"),
        (("score",), "请给出评审会文件，或用 --set 给出指标表"),
        (("score", "a.review", "--set", "b"), "评审会文件与 --set 只能给一个"),
        (("score", "a.review", "--new"), "--new 只能与 --set 同用"),
        (("scoer",), "没有命令“scoer”，是不是 score？"),
        (("--nonsense",), "没有选项 --nonsense"),
        (("destroy", "a", "b"), "没有命令“destroy”"),
    ],
)
def test_wrong_use_is_said_in_chinese_with_status_2(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    shown = run(*words, "--lang", "zh")
    assert shown.status == 2
    assert shown.out == ""
    assert sentence in shown.err
    assert "error" not in shown.err


def test_help_in_a_pipe_is_not_wrapped(spawn: Run) -> None:
    shown = spawn("score", "--help", "--lang", "en", COLUMNS="20")
    sentence = "one question per line: for screen readers, broken consoles and scripts"
    assert sentence in shown.out


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_every_command(run: Run, shell: str) -> None:
    shown = run("completion", shell)
    assert shown.status == 0
    assert all(command.name in shown.out for command in COMMANDS)
