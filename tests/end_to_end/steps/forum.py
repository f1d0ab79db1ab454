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
    write_introduction(kari)
    stage.pictures.take(kari, "velkomstinnlegg", small=True)
    publish_introduction(kari)
    kari.press("Alle innlegg")
    for room, words in (("Velkommen!", LOVES), ("Trøndelag", REGION_HELLO)):
        open_room(kari, room)
        kari.pick(KARI.kindergarten, near="Innlegg")
        kari.says(words)
    stage.pictures.take(kari, "innlegg", small=True)


def write_introduction(desktop: Desktop) -> None:
    """Fill in the form of the introduction, with other words for the county."""
    desktop.says("Publiseres i «Velkommen!» og i «Trøndelag»")
    desktop.write(_LOVES, LOVES)
    desktop.write(_HOPES, HOPES)
    desktop.says("Utkast", LOVES, HOPES)
    desktop.tab("Trøndelag")
    desktop.write(_LOVES, REGION_HELLO)
    desktop.says(REGION_HELLO)


def publish_introduction(desktop: Desktop) -> None:
    """Publish what stands in the form of the introduction."""
    desktop.press("Publiser i «Velkommen!» og «Trøndelag»")
    desktop.says("Velkomstinnlegget står i «Velkommen!» og «Trøndelag»")
    desktop.says("Publisert", "Synkronisert")


def open_room(desktop: Desktop, room: str) -> None:
    """Choose a category, and wait until the list has its posts."""
    desktop.pick(room, near="Kategorier")

    def only_its_posts() -> bool:
        posts = [one.name for one in desktop.see() if one.role == "Item" and ", " in one.name]
        return bool(posts) and all(room in post for post in posts)

    desktop.until(only_its_posts, f"does not list the posts of «{room}»")
