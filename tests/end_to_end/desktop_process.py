"""The real desktop as a process that is driven from outside: python -m ... --data-dir FOLDER.

A command is a line of JSON on the standard input, [name, {arguments}]; its answer is a line on
the standard output, {"ok": value} or {"no": why not}. A command that gives something to do has it
done once it has been answered.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import run
from desktop.app.program import make_application
from desktop.folders import DataFolder
from desktop.log_file import write_log
from desktop.views.shell import MainWindow
from desktop.views.theme import current
from tests.end_to_end import hands
from tests.end_to_end.eyes import look


class Puppet(QObject):
    """Does in the thread of the windows what the other process asks for."""

    _came = Signal(str)

    def __init__(self, answers: TextIO) -> None:
        super().__init__()
        self._answers = answers
        self._came.connect(self._obey, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Take commands until there are no more; without its driver the desktop ends."""
        for line in sys.stdin:
            self._came.emit(line)
        os._exit(0)

    def _obey(self, line: str) -> None:
        name, arguments = json.loads(line)
        act: hands.Act | None = None
        try:
            found = _COMMANDS[name](**arguments)
            act = found if callable(found) else None
            answer = {"ok": None if act else found}
        except hands.NotThere as reason:
            answer = {"no": str(reason)}
        except Exception as error:
            # An answer in any case: the other process would wait for ever.
            answer = {"no": f"the driver itself is at fault: {error!r}"}
        self._answers.write(json.dumps(answer) + "\n")
        self._answers.flush()
        if act is not None:
            # Behind the answer: what is pressed may open a dialog, and come back late.
            act()


def _see() -> list[dict[str, Any]]:
    return [node.told for node in look()]


def _grab(shots: list[tuple[str, int, int]], scheme: str, patience: float) -> None:
    """Pictures of the window in these sizes and a scheme; afterwards it is as it was.

    All of a scheme at once: to dress the window anew takes longer than the pictures.
    """
    window = _window()
    before, theme = window.size(), current()
    scheme_before = theme.scheme
    theme.set(scheme, theme.text_size)  # type: ignore[arg-type] # "light" or "dark"
    for path, width, height in shots:
        window.resize(width, height)
        _settle(patience)
        window.grab().save(path)
    theme.set(scheme_before, theme.text_size)
    window.resize(before)
    _settle()


def _resize(width: int, height: int) -> None:
    _window().resize(width, height)
    _settle()


def _close() -> hands.Act:
    return _window().close


def _settle(seconds: float = 0.0) -> None:
    """Let the window lay out, and what is drawn off its thread come in."""
    until = time.monotonic() + seconds
    for _round in range(4):
        QApplication.processEvents()
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def _window() -> QWidget:
    for one in QApplication.topLevelWidgets():
        if isinstance(one, MainWindow) and one.isVisible():
            return one
    raise hands.NotThere("there is no window yet")


_COMMANDS: dict[str, Callable[..., object]] = {
    "see": _see,
    "grab": _grab,
    "resize": _resize,
    "close": _close,
    "press": hands.press,
    "pick": hands.pick,
    "tab": hands.tab,
    "tick": hands.tick,
    "keys": lambda sequence: partial(hands.keys, sequence),
    "write": hands.write,
    "type": hands.type_text,
    "choose": hands.choose,
}


def main() -> int:
    """Run the desktop on the folder until its window is closed."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What anybody prints would be taken for an answer.
    os.dup2(2, 1)
    folder = DataFolder(Path(sys.argv[sys.argv.index("--data-dir") + 1]))
    write_log(folder.log)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    make_application()
    puppet = Puppet(answers)
    Thread(target=puppet.listen, daemon=True).start()
    return run(folder, "nb")


if __name__ == "__main__":
    sys.exit(main())
