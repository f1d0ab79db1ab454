"""The introduction."""

from tests.end_to_end.driver import Desktop
from tests.end_to_end.stage import KARI, Stage
from tests.end_to_end.texts import HOPES, LOVES, REGION_HELLO

_LOVES = "Dette er vi glade i og flinke til"
_HOPES = "Dette håper vi nettverket kan hjelpe oss med"


def publish_the_introduction(stage: Stage) -> None:
    """In «Velkommen!», and in the county's category in other words."""
    kari = stage.kari
    kari.press("Innlegg")
    kari.press("Velkomstinnlegg")
    kari.says("Publiseres i «Velkommen!» og i «Trøndelag»")
    kari.write(_LOVES, LOVES)
    kari.write(_HOPES, HOPES)
    kari.says("Utkast", LOVES, HOPES)
    kari.tab("Trøndelag")
    kari.write(_LOVES, REGION_HELLO)
    kari.says(REGION_HELLO)
    stage.pictures.take(kari, "velkomstinnlegg", small=True)
    kari.press("Publiser i «Velkommen!» og «Trøndelag»")
    kari.says("Velkomstinnlegget står i «Velkommen!» og «Trøndelag»")
    kari.says("Publisert", "Synkronisert")
    kari.press("Alle innlegg")
    for room, words in (("Velkommen!", LOVES), ("Trøndelag", REGION_HELLO)):
        open_room(kari, room)
        kari.pick(KARI.kindergarten, near="Innlegg")
        kari.says(words)
    stage.pictures.take(kari, "innlegg", small=True)


def open_room(desktop: Desktop, room: str) -> None:
    """Choose a category, and wait until the list has its posts."""
    desktop.pick(room, near="Kategorier")

    def only_its_posts() -> bool:
        posts = [one.name for one in desktop.see() if one.role == "Item" and ", " in one.name]
        return bool(posts) and all(room in post for post in posts)

    desktop.until(only_its_posts, f"does not list the posts of «{room}»")
