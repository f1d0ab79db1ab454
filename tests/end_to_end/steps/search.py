"""Looking for words in all that has been written."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import INGRID, KARI, Stage, synchronise
from tests.end_to_end.texts import COMMENT, LOVES

_FIELD = "Søk i alle innlegg"
_ANNOUNCED = "Lokalt nettverk i Levanger"


def search_everything(stage: Stage) -> None:
    """The beginning of a word finds the own introduction, and an answer of somebody else's."""
    kari = stage.kari
    synchronise(kari)
    kari.close_messages()
    kari.press("Innlegg")
    _search(kari, LOVES.word[:-3], KARI.kindergarten)
    kari.says("1 treff")
    _search(kari, COMMENT.word[:-3], _ANNOUNCED)
    kari.choose("Fra hvem", "Fra oss")
    kari.says("Prøv et annet ord, eller søk i alt")
    kari.choose("Fra hvem", "Fra alle")
    kari.says("1 treff")
    kari.pick(_ANNOUNCED, near="Innlegg")
    kari.says(COMMENT, INGRID.name)
    stage.pictures.take(kari, "sok", small=True)


def _search(kari: Desktop, word: str, title: str) -> None:
    kari.write(_FIELD, word)
    kari.until(lambda: _found(kari, title), f"does not find «{title}» by «{word}»")


def _found(kari: Desktop, title: str) -> bool:
    """Whether all that is listed has the title."""
    posts = [one.name for one in kari.see() if one.role == "Item" and ", " in one.name]
    return bool(posts) and all(title in post for post in posts)
