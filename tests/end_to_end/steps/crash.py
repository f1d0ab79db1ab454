"""The desktop is killed while a text is typed, and started again."""

import time

from tests.end_to_end.driver import Failed
from tests.end_to_end.stage import Stage
from tests.end_to_end.texts import CRASHED, DISCUSSIONS, MEETING_TITLE

_ITEM = "4/"
_SECOND = 1.0


def kill_while_typing(stage: Stage) -> None:
    """SIGKILL in the middle of a word; nothing older than one second is gone."""
    kari = stage.kari
    kari.press_row(_ITEM)
    kari.until(lambda: kari.value("Drøfting") == DISCUSSIONS[3], "does not show the fourth item")
    kari.write("Drøfting", CRASHED, how="end")
    typed = time.monotonic()
    while time.monotonic() - typed < _SECOND:
        kari.type(".")
        time.sleep(0.05)
    kari.kill()
    kari.start()
    kari.says("Ikke logget inn", "venter på sending")
    kari.press("Møter")
    kari.press_row(f"{MEETING_TITLE} 1/")
    kari.until(lambda: CRASHED.word in kari.value("Drøfting"), "has lost what was typed")
    text = kari.value("Drøfting")
    if not text.startswith(DISCUSSIONS[3] + CRASHED):
        raise Failed(f"what was typed came back as «{text}»")
    # Whoever goes on takes the dots away again.
    kari.write("Drøfting", DISCUSSIONS[3] + CRASHED)
    stage.pictures.take(kari, "mote-etter-krasj")
