"""What of the wheels an officer's machine needs: which files stay, which parts of Qt."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path

# What only engineers or other programs use. Patterns over the path in the folder of packages.
_DROPPED = (
    *("*.pyi", "*.pyx", "*.pxd", "*.pxi", "*.c", "*.cpp", "*.h", "*.hpp", "*.lib", "*.obj"),
    *("*.cmake", "*.exe", "*.pth", "*/py.typed", "*/__pycache__/*"),
    *("*/tests/*", "*/test/*", "*/testing/*", "*/conftest.py", "*/_test_*.py", "*/test_*.py"),
    "bin/*",
    "lxml/isoschematron/*",  # a way of checking XML that is not used
    "qtpy/*",  # only the code of the icons' package asks for it, and only its fonts are read
    "PIL/_avif*",  # a kind of picture that no document takes
    "pypdfium2_cli/*",
    "alembic/templates/*",
    "holidays/locale/*",  # days off are read in the words of their own country
    "reportlab/fonts/DarkGarden*",
    "reportlab/fonts/hb-test.ttf",
    # Sets of icons besides the two that `widgets.icons` draws from.
    *("qtawesome/fonts/codicon*", "qtawesome/fonts/elusive*", "qtawesome/fonts/fontawesome*"),
    *("qtawesome/fonts/remixicon*", "qtawesome/fonts/materialdesignicons5*"),
)
# Of the notes about a package only who it is stays; licences go into one file.
_NOTES, _NOTES_KEPT = ".dist-info", ("METADATA", "entry_points.txt")

_QT, _BINDING = "PySide6/", "shiboken6/"
# Without these no window: how it looks on Windows, without a screen, and what it can show.
PLUGINS = (
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/plugins/platforms/qoffscreen.dll",
    "PySide6/plugins/styles/qmodernwindowsstyle.dll",
    "PySide6/plugins/imageformats/qico.dll",
    "PySide6/plugins/imageformats/qjpeg.dll",
)

# Of the program: what engineers make the pictures of the guide with.
NOT_SHIPPED = ("dscp_desktop/app/pictures",)

# Of the Windows runtime: other windows, another database, the network's own encryption.
_RUNTIME_DROPPED = (
    *("_tkinter.pyd", "tcl*.dll", "tk*.dll", "winsound.pyd", "_msi.pyd", "_test*.pyd"),
    "_wmi.pyd",  # asks a service of Windows, slowly, for what nobody needs
    *("_sqlite3.pyd", "sqlite3.dll", "_ssl.pyd", "libssl-*.dll"),
    *("python*.exe", "*.cat", "*._pth", "for-tests.txt"),
)


def qt_modules(sources: Iterable[str]) -> set[str]:
    """Return the modules of Qt that Python sources import, such as 'QtWidgets'."""
    found: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                whole = [alias.name for alias in node.names] if node.module == "PySide6" else []
                names = [node.module, *(f"PySide6.{name}" for name in whole)]
            found |= {name.split(".")[1] for name in names if name.startswith("PySide6.Qt")}
    return found


def is_of_qt(name: str) -> bool:
    """Say whether a file of the packages belongs to Qt or its binding."""
    return name.startswith((_QT, _BINDING))


def is_kept(name: str) -> bool:
    """Say whether a file of a wheel stays; for Qt `qt_files` decides."""
    first, _, rest = name.partition("/")
    if first.endswith(_NOTES):
        return rest in _NOTES_KEPT
    return not any(fnmatch(name, pattern) for pattern in _DROPPED)


def is_kept_of_runtime(name: str) -> bool:
    """Say whether a file of the Windows runtime is taken."""
    return not any(fnmatch(name.lower(), pattern) for pattern in _RUNTIME_DROPPED)


def qt_files(
    names: Iterable[str], modules: Iterable[str], asked: Mapping[str, set[str]]
) -> set[str]:
    """Return which files of Qt and its binding stay for these modules.

    `names` are all of their files, `asked` which libraries each of them loads. Stays what the
    modules and plugins load, and what those load in turn. Raises ValueError for a module that the
    wheel does not have.
    """
    there = {name for name in names if is_of_qt(name)}
    roots = [f"{_QT}{module}.pyd" for module in modules]
    roots += [*PLUGINS, f"{_BINDING}Shiboken.pyd"]
    lacking = sorted(set(roots) - there)
    if lacking:
        raise ValueError("The wheel of Qt has no " + ", ".join(lacking))
    by_name: dict[tuple[str, str], str] = {}
    for name in there:
        folder, _, file = name.rpartition("/")
        by_name[folder, file.lower()] = name
    kept: set[str] = set()
    while roots:
        name = roots.pop()
        if name in kept:
            continue
        kept.add(name)
        folder = name.rpartition("/")[0]
        for library in asked.get(name, ()):
            near = [by_name.get((place, library)) for place in (folder, "PySide6", "shiboken6")]
            roots += [found for found in near if found][:1]
    code = {name for name in there if name.count("/") == 1 and name.endswith(".py")}
    return kept | code


# Libraries that every Windows 10 and 11 has itself.
_SYSTEM = frozenset(
    (
        *("advapi32", "authz", "bcrypt", "bcryptprimitives", "combase", "comctl32", "comdlg32"),
        *("crypt32", "d2d1", "d3d11", "d3d12", "d3d9", "dcomp", "dnsapi", "dwmapi", "dwrite"),
        *("dxgi", "gdi32", "icuuc", "imm32", "iphlpapi", "kernel32", "mpr", "mscms", "msvcrt"),
        *("ncrypt", "netapi32", "ntdll", "ole32", "oleaut32", "pdh", "powrprof", "propsys"),
        *("psapi", "rpcrt4", "secur32", "setupapi", "shcore", "shell32", "shlwapi"),
        *("synchronization", "ucrtbase", "uiautomationcore", "user32", "userenv", "usp10"),
        *("uxtheme", "version", "winhttp", "wininet", "winmm", "winspool.drv", "wintrust"),
        *("ws2_32", "wtsapi32"),
    )
)


def is_of_windows(library: str) -> bool:
    """Say whether Windows itself brings a library, named as a file that loads it does."""
    plain = library.lower()
    return plain.startswith(("api-ms-win-", "ext-ms-win-")) or plain in _SYSTEM | {
        f"{name}.dll" for name in _SYSTEM
    }


def lacking_libraries(asked: Mapping[str, set[str]]) -> list[str]:
    """Name each library that a file of the build loads and neither Windows nor the build has.

    `asked` holds every program and library of the build, by its path there, with what it loads.
    """
    there = {Path(name).name.lower() for name in asked}
    return sorted(
        f"{name} loads {library}"
        for name, wanted in asked.items()
        for library in wanted
        if library not in there and not is_of_windows(library)
    )
