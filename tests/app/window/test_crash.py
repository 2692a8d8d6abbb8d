"""A bug shows the crash page: no record, nothing lost, and a way on."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.crash import CrashWindow, catch_crashes, crash_details
from dscp_desktop.app.opening import place_words
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.window import Program
from dscp_desktop.store.lock import WriteLock
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.texts import Text

SECRET = "a child's reference"


def broken() -> Exception:
    try:
        place_words(SECRET)  # type: ignore[arg-type]
    except AttributeError as error:
        return error
    raise AssertionError


def test_the_details_name_lines_of_ours_and_no_value() -> None:
    lines = crash_details(broken()).splitlines()
    assert lines[0] == "AttributeError"
    assert lines[1].startswith("app/opening.py:")
    assert SECRET not in crash_details(ValueError(SECRET))


@pytest.fixture
def _hook():
    kept = sys.excepthook
    yield
    sys.excepthook = kept


@pytest.mark.usefixtures("_hook")
def test_an_error_in_a_slot_shows_the_page(program: Program, durham: Store, qtbot) -> None:
    program._opened(durham, False)
    shell = program.shell
    assert isinstance(shell, Shell)
    qtbot.waitUntil(shell.desk.idle)
    catch_crashes(program.show_crash)

    def fail() -> None:
        raise ValueError(SECRET)

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: program.crash is not None)
    crash = program.crash
    assert isinstance(crash, CrashWindow)
    shown = " ".join(label.text() for label in crash.findChildren(Text))
    assert "Your records are safe" in shown
    assert "ValueError" in shown
    assert SECRET not in shown
    assert program.shell is None
    lock = WriteLock(durham.path)
    assert lock.take("Ben", "now") is None  # the store was closed
    lock.release()
    crash.again.click()
    assert program.crash is None
    assert program.start is not None
    assert program.start.page().door.path == durham.path


@pytest.mark.usefixtures("_hook")
def test_trouble_while_showing_trouble_goes_to_the_old_hook(capsys) -> None:
    def show(_error: BaseException) -> None:
        raise RuntimeError("no window")

    catch_crashes(show)
    sys.excepthook(ValueError, ValueError("x"), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    said = capsys.readouterr().err
    assert said.startswith("RuntimeError\n")
    assert "no window" not in said
    assert "KeyboardInterrupt" in said


def test_the_page_can_be_closed(qtbot) -> None:
    window = CrashWindow("ValueError")
    qtbot.addWidget(window)
    window.show()
    assert window.first_focus() is window.again
    window.close_button.click()
    assert not window.isVisible()
    assert QApplication.instance() is not None
