"""A desktop, driven by what stands in its window: names of controls, and words that are read.

desktop = Desktop(folder)
desktop.start()
desktop.write("E-post", "kari@example.no")
desktop.press("Logg inn")
desktop.says("Synkronisert")
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end.texts import Text

ROOT = Path(__file__).parents[2]
USUAL = (1360, 860)
_PATIENCE = 20.0
_LOOK_AGAIN = 0.08
_SYNC_CARD = r"Synkroniser|Frakoblet|Ikke synkronisert|Ikke logget inn|\d+ (endring|konflikt)"
_ROWS = ("Button", "CheckBox")
_PLATFORM = "This plugin does not support "
"""What the offscreen platform says of a raised window and a popup."""


class Failed(Exception):
    """The window does not do or say what it should."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing in a window, as a screen reader tells it."""

    role: str
    name: str
    value: str
    note: str
    enabled: bool
    checked: bool
    focused: bool
    takes_text: bool
    depth: int

    def has(self, words: str) -> bool:
        """Whether it says these words."""
        return any(words in text for text in (self.name, self.value, self.note))


class Desktop:
    """One desktop process on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "logs" / "barnehagealliansen.log"
        self._errors = folder.with_name(f"{folder.name}.stderr")
        self._process: subprocess.Popen[str] | None = None
        self.typed: list[Text] = []
        """The texts that must never be lost."""

    def start(self) -> None:
        """Start the program and wait for its window."""
        self._let_go()
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.end_to_end.desktop_process"]
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [*command, "--data-dir", str(self.folder)],
                cwd=ROOT,
                env=environment(self.folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self.until(lambda: self._try("resize", width=USUAL[0], height=USUAL[1]), "opens no window")

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL: nothing can be written any more."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the window and wait until the program has ended well."""
        assert self._process is not None
        self.do("close")
        status = self._process.wait(30)
        if status != 0:
            raise Failed(f"the program ended with status {status}")

    def end(self) -> None:
        """Whatever it takes, at the end of a run that failed."""
        if self.runs:
            self.kill()
        self._let_go()

    def _let_go(self) -> None:
        """Close the pipes to a process that is gone."""
        for pipe in (self._process.stdin, self._process.stdout) if self._process else ():
            # What could not be written to a process that is gone is of no use to anybody.
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()

    def complaints(self) -> str:
        """What the program wrote that nobody wants to read: warnings, errors, stray output."""
        said = self._errors.read_text(encoding="utf-8") if self._errors.exists() else ""
        text = "".join(one for one in said.splitlines(keepends=True) if _PLATFORM not in one)
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        bad = (" WARNING ", " ERROR ", " CRITICAL ", "Traceback")
        if any(any(word in line for word in bad) for line in lines):
            text += "\n".join(lines[-60:])
        return text.strip()

    def do(self, command: str, **arguments: Any) -> Any:
        """One command of desktop_process. Raises Failed where nobody could do it."""
        answer = self._ask(command, arguments)
        if "no" in answer:
            raise Failed(str(answer["no"]))
        return answer["ok"]

    def see(self) -> list[Seen]:
        """All that is in the window now."""
        return [Seen(**one) for one in self.do("see")]

    def text(self) -> str:
        """All that the window says now, a thing a line; not what stands in fields to type in."""
        lines = []
        for one in self.see():
            value = "" if one.takes_text else one.value
            lines += [text for text in (one.name, value, one.note) if text]
        return "\n".join(lines)

    def says(self, *words: str, within: float = _PATIENCE) -> None:
        """Wait until the window says all of this; Failed where it does not."""
        missing: list[str] = []

        def all_there() -> bool:
            text = self.text()
            missing[:] = [one for one in words if one not in text]
            return not missing

        self.until(all_there, lambda: f"does not say «{'», «'.join(missing)}»", within)

    def lists(self, *names: str) -> None:
        """Wait until a list, tree or table has items of these names."""

        def all_there() -> bool:
            items = {one.name for one in self.see() if one.role == "Item"}
            return items.issuperset(names)

        self.until(all_there, f"does not list «{'», «'.join(names)}»")

    def holds(self, field: str, words: str) -> None:
        """Wait until a field holds these words."""
        self.until(lambda: words in self.value(field), f"has no «{words}» in «{field}»")

    def shows(self, words: str) -> bool:
        """Whether the window says this now."""
        return words in self.text()

    def silent(self, *words: str, within: float = _PATIENCE) -> None:
        """Wait until the window says none of this any more."""

        def none_there() -> bool:
            text = self.text()
            return not any(one in text for one in words)

        self.until(none_there, f"still says one of «{'», «'.join(words)}»", within)

    def until(
        self, true: Callable[[], object], why: str | Callable[[], str], within: float = _PATIENCE
    ) -> None:
        """Wait until something is true of the window."""
        deadline = time.monotonic() + within
        while not self._is(true):
            if time.monotonic() > deadline:
                raise Failed(f"the window {why if isinstance(why, str) else why()}")
            time.sleep(_LOOK_AGAIN)

    def _is(self, true: Callable[[], object]) -> bool:
        """Whether it is true; what is not even there is not, as long as the program runs."""
        try:
            return bool(true())
        except Failed:
            if not self.runs:
                raise
            return False

    def press(self, name: str, near: str = "", nth: int = 0, **more: Any) -> None:
        """Press a button once it is there; `near` are words that stand beside it."""
        self._patiently("press", name=name, near=near, nth=nth, **more)

    def press_row(self, beginning: str) -> None:
        """Press a row whose name begins so, a button or an item of a list."""
        rows: list[Seen] = []

        def there() -> bool:
            rows[:] = [
                one
                for one in self.see()
                if one.role in (*_ROWS, "Item") and one.name.startswith(beginning)
            ]
            return bool(rows)

        self.until(there, f"has no row «{beginning}»")
        press = self.pick if rows[0].role == "Item" else self.press
        press(rows[0].name)

    def press_sync(self) -> None:
        """Press the card of sync at the foot of the side bar, whatever it says by then."""

        def pressed() -> bool:
            names = self._named(_SYNC_CARD)
            if names:
                self.do("press", name=names[0])
            return bool(names)

        self.until(pressed, "has no card of sync")

    def _named(self, pattern: str) -> list[str]:
        buttons = [one.name for one in self.see() if one.role in _ROWS]
        return [name for name in buttons if re.match(pattern, name)]

    def close_messages(self) -> None:
        """Close all that is said over and under the page."""
        for name in ("Lukk meldingen", "Lukk"):
            while self._named(f"{name}$"):
                self.press(name)
                time.sleep(_LOOK_AGAIN)

    def pick(self, text: str, near: str = "", nth: int = 0, *, twice: bool = False) -> None:
        """Press an item of a list, tree or table."""
        self._patiently("pick", text=text, near=near, nth=nth, twice=twice)

    def write(
        self, name: str, text: str, near: str = "", nth: int = 0, how: str = "replace"
    ) -> None:
        """Type into a field: "replace" all, at its "end" or "start", or instead of "word:…"."""
        self._patiently("write", name=name, text=text, near=near, nth=nth, how=how)
        self._remember(text)

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        self.do("type", text=text)
        self._remember(text)

    def choose(self, name: str, option: str, near: str = "", nth: int = 0) -> None:
        """Choose in a drop-down list."""
        self._patiently("choose", name=name, option=option, near=near, nth=nth)

    def tick(self, name: str, near: str = "", nth: int = 0, *, on: bool = True) -> None:
        """Tick a box, or take the tick away."""
        self._patiently("tick", name=name, near=near, nth=nth, on=on)

    def tab(self, name: str) -> None:
        """Turn to a tab."""
        self._patiently("tab", name=name)

    def keys(self, sequence: str) -> None:
        """Press keys such as Ctrl+S."""
        self.do("keys", sequence=sequence)

    def value(self, name: str, nth: int = 0) -> str:
        """What stands in a field or drop-down list now."""
        fields = [one for one in self.see() if one.role in ("EditableText", "ComboBox")]
        found = [one.value for one in fields if name in (one.name, one.name.rpartition(",")[0])]
        if nth >= len(found):
            raise Failed(f"there is no field «{name}» in the window")
        return found[nth]

    def grab(
        self,
        sizes: Mapping[Path, tuple[int, int]],
        scheme: str = "light",
        patience: float = 0.05,
    ) -> None:
        """Pictures of the window, each after some seconds of patience with what is still drawn."""
        shots = [(str(path), *size) for path, size in sizes.items()]
        self.do("grab", shots=shots, scheme=scheme, patience=patience)

    def _remember(self, text: str) -> None:
        if isinstance(text, Text):
            self.typed.append(text)

    def _patiently(self, command: str, **arguments: Any) -> None:
        """Somebody looks for a control for a while before giving up."""
        deadline = time.monotonic() + _PATIENCE / 2
        while True:
            try:
                self.do(command, **arguments)
            except Failed:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_LOOK_AGAIN)
            else:
                return

    def _try(self, command: str, **arguments: Any) -> bool:
        return "no" not in self._ask(command, arguments)

    def _ask(self, command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps([command, arguments]) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Failed(f"the program ended by itself, with status {process.wait(10)}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def environment(folder: Path) -> dict[str, str]:
    """The world of a driven desktop: its own folders, no key store, a screen where there is one."""
    ours = dict(os.environ)
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        ours[f"XDG_{name}_HOME"] = str(folder.with_name(f"{folder.name}.home"))
    # Nobody's own keyring gets to know the demo's passwords.
    ours["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    ours["TZ"] = "Europe/Oslo"
    ours["QT_SCALE_FACTOR"] = "1"
    if not (ours.get("DISPLAY") or ours.get("WAYLAND_DISPLAY")) and sys.platform == "linux":
        ours["QT_QPA_PLATFORM"] = "offscreen"
    return ours
