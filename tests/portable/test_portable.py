"""The portable folder as an expert's borrowed machine meets it: no Python, no network, an
environment with nothing in it, or with the wrong things."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from reviewtui import __version__
from reviewtui.exchange.runtime import read_runtime
from reviewtui.session.session import Session
from tests.meeting import ROOT
from tests.portable.conftest import WINDOWS, Portable, bare, homes

pytestmark = pytest.mark.portable

UNIX_ONLY = pytest.mark.skipif(WINDOWS, reason="a pty, accounts and modes of Unix")

EVERY_MODULE = """
import importlib, json, pkgutil, sys
import reviewtui
for found in pkgutil.walk_packages(reviewtui.__path__, "reviewtui."):
    importlib.import_module(found.name)
files = [getattr(module, "__file__", None) for module in sys.modules.values()]
maps = []
if sys.platform == "linux":
    lines = open("/proc/self/maps", encoding="utf-8").read().splitlines()
    maps = sorted({line.split(None, 5)[5] for line in lines if line.count("/")})
print(json.dumps([len(files), sorted(set(filter(None, files))), sys.path, maps]))
"""
SYSTEM_LIBRARY = re.compile(
    r".*/(ld-linux[^/]*|lib(c|m|dl|rt|pthread|util|gcc_s|stdc\+\+)[-.][^/]*)"
)
GPL = re.compile(r"readline|gdbm")


@pytest.fixture
def desk(portable: Portable, tmp_path: Path) -> Path:
    """A meeting made by the portable program itself."""
    path = tmp_path / "desk" / "评审会.review"
    path.parent.mkdir()
    portable.run("new", ROOT / "panels" / "zj-tic-annual.toml", path, env=homes(tmp_path))
    return path


@pytest.fixture
def kit(portable: Portable, desk: Path, room: Path, tmp_path: Path) -> Path:
    """The kit of expert 02 on his stick, the program beside it."""
    stick = room / tmp_path.name / "U盘 七"
    portable.run(
        *("issue", desk, "-o", stick, "--expert", "02", "--runtime", portable.folder),
        env=homes(tmp_path),
    )
    return next(stick.rglob("*.kit"))


def answers(desk: Path) -> str:
    """Marks for every cell of expert 02, and that it is to be submitted."""
    with Session.open(desk, reading=True) as session:
        rows = [session.sheet.row(row) for _candidate, row in session.scoring("02").holes()]
    return "\n".join([*(str(row.top // 200) for row in rows), "1", "1", ""])


def test_the_folder_is_as_listed_and_holds_no_link(portable: Portable) -> None:
    assert len(read_runtime(portable.folder).files) > 100
    assert not [path for path in portable.folder.rglob("*") if path.is_symlink()]


def test_the_version_is_told_whatever_the_environment_says(
    portable: Portable, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    for name in ("sitecustomize", "usercustomize", "reviewtui", "json", "site"):
        (wrong / f"{name}.py").parent.mkdir(exist_ok=True)
        (wrong / f"{name}.py").write_text("raise SystemExit('the wrong one')")
    told = f"reviewtui {__version__}\n"
    assert portable.run("--version").stdout == told
    hostile = {
        "PYTHONPATH": str(wrong),
        "PYTHONHOME": str(wrong),
        "PYTHONSTARTUP": str(wrong / "json.py"),
        "PYTHONUSERBASE": str(wrong),
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
        "LANG": "zh_CN.GBK",
        "CDPATH": str(tmp_path),
    }
    assert portable.run("--version", env=hostile, cwd=wrong).stdout == told
    assert "评审" in portable.run("--help", env=hostile, cwd=wrong).stdout


def test_every_module_comes_from_the_folder(portable: Portable) -> None:
    start = [*portable.python, "-c", EVERY_MODULE]
    count, files, path, maps = json.loads(portable.run(start=start).stdout)
    assert count > 500
    inside = str(portable.folder)
    assert [place for place in path if not place.startswith(inside)] == []
    # A compiled module without source shows the place it was compiled from: a relative one.
    assert [name for name in files if Path(name).is_absolute() and inside not in name] == []
    native = [name for name in maps if ".so" in name and not name.startswith(inside)]
    assert [name for name in native if not SYSTEM_LIBRARY.fullmatch(name)] == []


def test_nothing_in_it_is_under_the_gpl_and_every_part_has_its_licence(
    portable: Portable,
) -> None:
    names = [path.name for path in portable.folder.rglob("*")]
    assert [name for name in names if GPL.search(name)] == []
    texts = [path.name.lower() for path in (portable.folder / "LICENCES").iterdir()]
    parts = [path.name.split("-")[0].lower() for path in portable.folder.rglob("*.dist-info")]
    assert len(parts) > 15
    for part in ("python", *(part.replace("_", "-") for part in parts)):
        assert any(text.replace("_", "-").startswith(part) for text in texts), part
    told = (portable.folder / "LICENCES" / "LIST.txt").read_text("utf-8")
    libraries = [name for name in names if name.startswith("lib") and ".so." in name]
    assert [name for name in libraries if f"{name}: " not in told] == []
    numpy = (portable.folder / "LICENCES" / "numpy-LICENSE.txt").read_text("utf-8")
    assert "libgfortran" in numpy, "that of the libraries in the wheel, not of a part of numpy"


def test_a_meeting_from_the_kit_to_the_result(
    portable: Portable, desk: Path, kit: Path, tmp_path: Path
) -> None:
    own = homes(tmp_path / "expert")
    read_runtime(kit.with_name("reviewtui"))
    copy = Portable(kit.with_name("reviewtui"))
    done = copy.run("score", kit, "--plain", answers=answers(desk), env=own)
    assert "可拔出" in done.stderr or "拔" in done.stderr, done.stderr
    assert len(list(kit.parent.glob("*.ballot"))) == 1
    desk_env = homes(tmp_path)
    portable.run("merge", desk, kit.parent, env=desk_env)
    portable.run("unseal", desk, "--yes", env=desk_env)
    result = json.loads(portable.run("results", desk, "--json", env=desk_env).stdout)
    assert {candidate["n"] for candidate in result["candidates"]} <= {0, 1}
    book = tmp_path / "汇总.xlsx"
    portable.run("export", desk, "-o", book, env=desk_env)
    assert book.stat().st_size > 5000
    portable.run("check", desk, env=desk_env)


def test_a_stick_goes_without_the_packages_of_the_desk_and_says_so(
    portable: Portable, desk: Path, kit: Path, tmp_path: Path
) -> None:
    stick = Portable(kit.with_name("reviewtui"))
    whole, lean = read_runtime(portable.folder), read_runtime(stick.folder)
    assert lean.size < 0.7 * whole.size
    own = homes(tmp_path)
    stick.run("score", kit, "--plain", answers=answers(desk), env=own)
    stick.run("merge", desk, kit.parent, env=own)
    stick.run("unseal", desk, "--yes", env=own)
    asked = stick.run("results", desk, "--analysis", env=own, status=1)
    assert "专家U盘上的程序" in asked.stderr
    portable.run("results", desk, "--analysis", env=own)


def test_the_file_to_click_on_starts_the_program_beside_it(
    portable: Portable, kit: Path, tmp_path: Path
) -> None:
    """Without a terminal it tells what can be done; with one, the next tests open the kit."""
    ending = "bat" if WINDOWS else "sh"
    (start,) = kit.parent.glob(f"*.{ending}")
    line = ["cmd", "/c", str(start)] if WINDOWS else ["/bin/sh", str(start)]
    assert "reviewtui demo" in portable.run(start=line, env=homes(tmp_path)).stdout


@UNIX_ONLY
def test_a_mark_typed_in_a_terminal_is_kept_here_and_on_the_stick(
    kit: Path, tmp_path: Path
) -> None:
    from tests.terminal import Terminal

    (start,) = kit.parent.glob("*.sh")
    own = bare(TERM="xterm-256color", **homes(tmp_path / "expert"))
    line = ["env", "-i", *(f"{name}={value}" for name, value in own.items())]
    with Terminal([*line, "/bin/sh", start.name], cwd=kit.parent) as terminal:
        terminal.wait_for("您是").press("enter")
        terminal.wait_for("第1轮").settle().press("enter")
        terminal.wait_for("请给").press("8", ".", "5", "enter")
        terminal.wait_for("已填 1/").wait_for("已保存（本机、U盘）")
        assert list((tmp_path / "expert").rglob("work/*.review"))
    assert b"850" in kit.with_name(f"{kit.name}.mirror").read_bytes()
    with Terminal([*line, "/bin/sh", start.name], cwd=kit.parent) as terminal:
        terminal.wait_for("您是").press("enter")
        terminal.wait_for("第1轮").settle().press("enter")
        terminal.wait_for("8.5")


@UNIX_ONLY
def test_a_stick_that_may_not_execute_anything_still_starts(kit: Path, tmp_path: Path) -> None:
    """Desktops mount FAT with execution for Windows programs only."""
    for path in kit.parent.rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    copy = Portable(kit.with_name("reviewtui"))
    assert copy.run("--version").stdout == f"reviewtui {__version__}\n"
    (start,) = kit.parent.glob("*.sh")
    done = copy.run(start=["/bin/sh", start.name], cwd=kit.parent, env=homes(tmp_path))
    assert "reviewtui demo" in done.stdout


@UNIX_ONLY
def test_another_kind_of_machine_is_told_so_in_a_sentence(
    portable: Portable, tmp_path: Path
) -> None:
    other = tmp_path / "uname"
    other.write_text("#!/bin/sh\necho Linux aarch64\n")
    other.chmod(0o755)
    done = portable.run("--version", env={"PATH": str(tmp_path)}, status=1)
    assert "请换一台电脑" in done.stderr


@UNIX_ONLY
def test_a_home_that_cannot_be_written_is_replaced_and_told(
    portable: Portable, desk: Path, kit: Path, room: Path, tmp_path: Path
) -> None:
    temporary = room / f"temporary-{tmp_path.name}"
    temporary.mkdir()
    env = {"HOME": "/proc/nowhere", "TMPDIR": str(temporary)}
    done = portable.run("score", kit, "--plain", answers=answers(desk), env=env, cwd=kit.parent)
    assert f"关机之前，工作副本存放在 {temporary}" in done.stderr
    assert list(temporary.rglob("work/*.review"))


@UNIX_ONLY
@pytest.mark.skipif(not WINDOWS and os.getuid() != 0, reason="another account: root only")
def test_an_account_without_name_and_home_leaves_nothing_on_the_stick_but_the_work(
    portable: Portable, desk: Path, kit: Path, room: Path, tmp_path: Path
) -> None:
    nobody = 54321
    temporary = room / f"temporary-{tmp_path.name}"
    temporary.mkdir()
    for path in (temporary, kit.parent.parent, kit.parent, kit):
        shutil.chown(path, nobody, nobody)
    done = portable.run(
        *("score", kit, "--plain"),
        answers=answers(desk),
        env={"TMPDIR": str(temporary)},
        cwd=kit.parent,
        user=nobody,
    )
    assert str(temporary) in done.stderr
    assert list((temporary / f"reviewtui-{nobody}").rglob("work/*.review"))
    assert not [path for path in kit.parent.iterdir() if "~" in path.name]
    assert len(list(kit.parent.glob("*.ballot"))) == 1


def test_the_interpreter_inside_is_not_this_one(portable: Portable) -> None:
    start = [*portable.python, "-c", "import sys; print(sys.prefix, sys.flags.isolated)"]
    prefix, isolated = portable.run(start=start).stdout.rsplit(maxsplit=1)
    assert Path(prefix).is_relative_to(portable.folder)
    assert Path(prefix) != Path(sys.prefix)
    assert isolated == "1"
