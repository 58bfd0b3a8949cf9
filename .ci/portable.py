"""Build the portable folder for the platform this runs on: needs no Python, no network and
no administrator on the machine it is used on.

    python .ci/portable.py -o DIR                  DIR/reviewtui, dependencies from the index
    python .ci/portable.py -o DIR --wheels WHEELS  the same without a network

The folder holds a copy of the running interpreter, the program with its dependencies, the
licences of all of it and a listing of hashes (`sha256sum -c files.sha256`). Pure modules lie
compiled in one archive: a stick takes one large file sooner than two thousand small ones.
Their compiled form is not checked against any source, so nothing is ever written beside it.
"""

import argparse
import hashlib
import importlib.metadata
import os
import platform
import py_compile
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
WINDOWS: Final = sys.platform == "win32"
NAME: Final = "reviewtui"
LISTING: Final = "files.sha256"
VERSION: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
ARCHIVE: Final = f"python{VERSION.replace('.', '')}.zip"

LEFT_OUT: Final = re.compile(
    "test|idlelib|tkinter|turtle|turtledemo|ensurepip|lib2to3|distutils|venv|pydoc_data|curses|dbm"
    "|unittest|wsgiref|xmlrpc|msilib|antigravity|this|__phello__|__hello__|site-packages|config-.*"
)
"""Of the standard library; a program without graphics, network and tests never asks for it."""

NOT_COPIED: Final = re.compile(
    r"_?(tkinter|test\w*|xxtest\w*|xxlimited\w*|ctypes_test|crypt|nis|ossaudiodev|spwd|ssl|bz2|lzma"
    r"|readline|curses|curses_panel|dbm|gdbm|msi|uuid)\b"
)
"""Extension modules nobody asks for. GNU readline and gdbm are under the GPL."""

NO_DATA: Final = frozenset((".py", ".pyi", ".typed", ".md", ".scm", ".jinja2", ".yaml", ".txt"))
"""Files that a package does not read when it runs here; others keep it out of the archive."""

LICENCE_FILE: Final = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)
OF_THE_SYSTEM: Final = re.compile(
    r"(ld-linux.*|linux-vdso|lib(c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+))\.so"
)
FREE_TO_COPY: Final = {
    "libpython": "PSF",
    "libcrypto": "Apache-2.0",
    "libexpat": "MIT",
    "libffi": "MIT",
    "libmpdec": "BSD-2-Clause",
    "libsqlite3": "public domain",
    "libz": "Zlib",
}
"""Shared libraries that may go along. Another one stops the build until somebody has read its
licence: nothing under the GPL is needed to run the program."""

UNIX_START: Final = """#!/bin/sh
# Starts the program out of this folder, wherever it lies. Nothing of the machine's own Python
# is looked at, and nothing is written here.
case $0 in */*) here=${0%/*}/ ;; *) here=./ ;; esac
here=$(CDPATH= cd -P -- "$here" && pwd -P) || exit 1
if [ "$(uname -sm)" != "Linux @MACHINE@" ]; then
  echo "这份软件只能在 Linux @MACHINE@ 上运行，请换一台电脑，或请会务换一个U盘。" >&2
  echo "This copy of the program runs on Linux @MACHINE@ only." >&2
  exit 1
fi
python=$here/python/bin/python@VERSION@
set -- -I -B -X utf8 -m reviewtui "$@"
if [ -x "$python" ]; then
  LD_LIBRARY_PATH=$here/python/lib
  export LD_LIBRARY_PATH
  exec "$python" "$@"
fi
# Linux desktops mount FAT sticks without permission to execute; the loader needs none.
exec @LOADER@ --library-path "$here/python/lib" "$python" "$@"
"""
WINDOWS_START: Final = """@echo off
"%~dp0python\\python.exe" -I -B -X utf8 -m reviewtui %*
exit /b %errorlevel%
"""


class Layout(NamedTuple):
    """Where things lie inside the folder's `python`."""

    top: Path
    archive: Path
    library: Path
    extensions: Path
    packages: Path
    shared: Path


def main() -> None:
    """Build, say where and how large."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--wheels", type=Path, metavar="DIR", help="take wheels from here only")
    given = parser.parse_args()
    if sys.platform not in ("linux", "win32"):
        sys.exit("the portable folder is built on Linux and on Windows")
    folder = given.output / NAME
    if folder.exists():
        sys.exit(f"{folder} is there already")
    with tempfile.TemporaryDirectory() as work:
        half = Path(work) / NAME
        build(half, Path(work) / "packages", given.wheels)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(half, folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{folder}: {len(files)} files, {size / 1e6:.1f} MB")


def build(folder: Path, stage: Path, wheels: Path | None) -> None:
    """Everything, into a folder that is not there yet."""
    inside = _layout(folder / "python")
    for part in (*inside[2:], folder / "LICENCES"):
        part.mkdir(parents=True, exist_ok=True)
    _install(stage, wheels)
    with zipfile.ZipFile(inside.archive, "w", zipfile.ZIP_STORED) as archive:
        _standard_library(archive)
        _packages(stage, archive, inside.packages)
    loader = _interpreter(inside)
    _licences(stage, folder / "LICENCES", inside)
    _start(folder, loader)
    _listing(folder)


def _layout(top: Path) -> Layout:
    if WINDOWS:
        packages = top / "Lib" / "site-packages"
        return Layout(top, top / ARCHIVE, top / "Lib", top / "DLLs", packages, top)
    library = top / "lib" / f"python{VERSION}"
    shared = top / "lib"
    return Layout(
        top, shared / ARCHIVE, library, library / "lib-dynload", library / "site-packages", shared
    )


def _install(stage: Path, wheels: Path | None) -> None:
    """The program as a wheel, and what it needs, below `stage`."""
    source = [str(ROOT)] if wheels is None else ["--no-index", "--find-links", str(wheels), NAME]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run(
        [*pip, "--no-compile", "--no-warn-script-location", "--target", str(stage), *source],
        check=True,
    )


def _standard_library(archive: zipfile.ZipFile) -> None:
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.rglob("*.py")):
        inside = path.relative_to(library)
        first = inside.parts[0].removesuffix(".py")
        if not LEFT_OUT.fullmatch(first):
            _put(archive, inside, compiled(path, inside))


def _packages(stage: Path, archive: zipfile.ZipFile, packages: Path) -> None:
    """Pure packages into the archive; the program itself and what has native parts beside it."""
    for item in sorted(stage.iterdir()):
        if item.name == "bin" or item.name == "__pycache__":
            continue
        if item.suffix == ".dist-info":
            _copy(item / "METADATA", packages / item.name / "METADATA")
            continue
        files = [path for path in _files(item) if not _is_test(path.relative_to(stage))]
        pure = item.name != NAME and all(path.suffix in NO_DATA for path in files)
        for path in files:
            inside = path.relative_to(stage)
            if path.suffix == ".py":
                code = compiled(path, inside)
                if pure:
                    _put(archive, inside, code)
                else:
                    target = packages / inside.with_suffix(".pyc")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(code)
            elif not pure and path.suffix not in (".pyi", ".pxd", ".h"):
                _copy(path, packages / inside)


def compiled(path: Path, shown: Path) -> bytes:
    """A module's byte code, valid without its source; it names no folder of this machine."""
    with tempfile.TemporaryDirectory() as work:
        target = Path(work) / "module.pyc"
        py_compile.compile(
            str(path),
            str(target),
            shown.as_posix(),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        return target.read_bytes()


def _put(archive: zipfile.ZipFile, inside: Path, code: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(inside.with_suffix(".pyc").as_posix()), code)


def _interpreter(inside: Layout) -> str:
    """The interpreter, its extension modules and their libraries; the loader's path on Linux."""
    base = Path(sys.base_prefix)
    # By this file an interpreter recognises its library, even with all of it in the archive.
    landmark = Path(sysconfig.get_path("stdlib")) / "os.py"
    (inside.library / "os.pyc").write_bytes(compiled(landmark, Path("os.py")))
    if WINDOWS:
        for path in (base / "python.exe", *base.glob("python*.dll"), *base.glob("vcruntime*.dll")):
            _copy(path, inside.top / path.name)
        for path in (base / "DLLs").iterdir():
            wanted = path.suffix in (".pyd", ".dll") and not NOT_COPIED.match(path.stem)
            if wanted and not path.stem.startswith(("tcl", "tk", "libssl")):
                _copy(path, inside.extensions / path.name)
        paths = (ARCHIVE, "Lib", "DLLs", "Lib\\site-packages", "")
        (inside.top / f"python{VERSION.replace('.', '')}._pth").write_text("\n".join(paths))
        return ""
    binary = inside.top / "bin" / f"python{VERSION}"
    _copy(base / "bin" / f"python{VERSION}", binary)
    extensions = Path(sysconfig.get_path("stdlib")) / "lib-dynload"
    for path in extensions.glob("*.so"):
        if not NOT_COPIED.match(path.name):
            _copy(path, inside.extensions / path.name)
    loader = ""
    for path in [binary, *inside.top.rglob("*.so")]:
        loader = _libraries(path, inside.shared) or loader
    for path in (binary, *inside.shared.glob("*.so*"), *inside.extensions.glob("*.so")):
        _strip(path)
    return loader


def _libraries(path: Path, shared: Path) -> str:
    """Copy the libraries that a binary asks for; the loader it names."""
    loader = ""
    told = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False).stdout
    for name, where in re.findall(r"^\s*(\S+)(?: => (\S+))? \(0x", told, re.MULTILINE):
        if Path(name).name.startswith("ld-linux"):
            loader = name
        elif not OF_THE_SYSTEM.match(name) and where and not Path(where).is_relative_to(shared):
            if name.split(".")[0].rstrip("0123456789") not in _stems():
                sys.exit(f"{path.name} needs {name}, and its licence is not in the list here")
            if not (shared / name).exists():
                _copy(Path(where), shared / name)
    return loader


def _stems() -> set[str]:
    return {name.rstrip("0123456789") for name in FREE_TO_COPY}


def _strip(path: Path) -> None:
    """Take out what only a debugger reads, where the tool for it is at hand."""
    if shutil.which("strip"):
        path.chmod(0o755)
        subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def _licences(stage: Path, folder: Path, inside: Layout) -> None:
    """The licence texts of everything that was copied, and one page that lists it."""
    library = Path(sysconfig.get_path("stdlib"))
    places = (library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    own = next((path for path in places if path.is_file()), None)
    if own is None:
        sys.exit("this interpreter comes without its licence")
    _copy(own, folder / "Python.txt")
    lines = [f"Python {sys.version.split()[0]}: PSF"]
    for found in importlib.metadata.distributions(path=[str(stage)]):
        name, about = found.metadata["Name"], found.metadata
        named = next((about[key] for key in ("License-Expression", "License") if key in about), "")
        words = " ".join([named, *(about.get_all("Classifier") or ())])
        if re.search(r"\bA?GPL|GNU (Affero )?General Public", words):
            sys.exit(f"{name} is under the GPL")
        short = named.splitlines()[0] if named else "see its text"
        lines.append(f"{name} {found.version}: {short}")
        for text in found.files or ():
            if text.suffix != ".py" and LICENCE_FILE.match(text.name):
                inner = [part for part in text.parts[1:] if part != "licenses"]
                _copy(Path(str(text.locate())), folder / "-".join((name, *inner)))
    for path in sorted(inside.packages.glob("*.libs/*")):
        wheel = path.parent.name.removesuffix(".libs")
        lines.append(f"{path.name}: comes in the wheel of {wheel}, see its LICENSE")
    for path in sorted((inside.shared / "DLLs").glob("*.dll")):
        lines.append(f"{path.name}: part of Python for Windows, see Python.txt")
    for path in sorted(inside.shared.glob("*.so*")):
        stem = path.name.split(".")[0]
        kind = next(kind for key, kind in FREE_TO_COPY.items() if stem.startswith(key))
        lines.append(f"{path.name}: {kind}")
        if page := _system_licence(stem):
            _copy(page, folder / f"{stem}.txt")
    (folder / "LIST.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _system_licence(stem: str) -> Path | None:
    """What the distribution wrote about a library's licence."""
    if stem.startswith("libpython"):
        return None
    for name in (stem, stem.removeprefix("lib"), *(["libssl", "openssl"] * (stem == "libcrypto"))):
        for found in sorted(Path("/usr/share/doc").glob(f"{name}*/copyright")):
            return found
        for found in sorted(Path("/usr/share/licenses").glob(f"{name}*/*")):
            return found
    return None


def _start(folder: Path, loader: str) -> None:
    if WINDOWS:
        text = WINDOWS_START.replace("\n", "\r\n")
        (folder / f"{NAME}.cmd").write_text(text, newline="")
        return
    text = UNIX_START.replace("@VERSION@", VERSION).replace("@LOADER@", loader)
    text = text.replace("@MACHINE@", platform.machine())
    (folder / NAME).write_text(text, encoding="utf-8")
    (folder / NAME).chmod(0o755)


def _listing(folder: Path) -> None:
    lines = []
    for path in sorted(_files(folder)):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    (folder / LISTING).write_text("".join(lines), encoding="utf-8", newline="\n")


def _files(item: Path) -> Iterator[Path]:
    if item.is_file():
        yield item
    for path in sorted(item.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _is_test(path: Path) -> bool:
    return bool({"tests", "testing"} & set(path.parts[1:-1]))


def _copy(source: Path, target: Path) -> None:
    """The content, never a link: FAT knows none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    executable = os.access(source, os.X_OK) and not WINDOWS
    target.chmod(0o755 if executable else 0o644)


if __name__ == "__main__":
    main()
