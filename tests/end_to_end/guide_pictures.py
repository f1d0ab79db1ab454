"""The pictures of the guides, taken anew from a demo: python -m ... DEMO.

DEMO is the folder that ./dev demo wrote. The pictures are kept in few colours: they are read on
paper and screens, and each clone carries them.
"""

import argparse
import sys
from pathlib import Path

from PIL import Image

from tests.source_tree import ROOT

FOLDER = ROOT / "docs" / "pictures"
PICTURES = {
    "start": "start-light",
    "join": "bli-med-light",
    "guidelines": "retningslinjer-light",
    "overview": "oversikt-light",
    "staff": "ansatte-light",
    "import": "ansatte-import-rettes-light",
    "message": "ansatte-melding-light",
    "leaver": "ansatte-slutter-for-light",
    "me": "min-side-light",
    "forum": "innlegg-light",
    "introduction": "velkomstinnlegg-light",
    "search": "sok-light",
    "networks": "nettverk-light",
    "establish": "nettverk-etabler-light",
    "claims": "nettverk-to-krav-light",
    "rotation": "rotasjon-light",
    "outreach": "spre-ordet-light",
    "coverage": "dekning-light",
    "factsheet": "faktaark-light",
    "feedback": "forslag-light",
    "case": "sak-veien-light",
    "agenda": "saksliste-light",
    "meeting": "mote-pagar-light",
    "minutes": "referat-innsendt-light",
    "versions": "referat-versjoner-light",
    "conflict": "konflikt-light",
    "sync": "synkronisering-light",
    "kindergarten": "innstillinger-barnehagen-light",
    "privacy": "personvern-light",
}
"""What a guide calls a picture, and what the demo calls it."""

_COLOURS = 96


def main() -> int:
    """Write all of them anew; the status is not 0 where the demo lacks one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path, help="the folder that ./dev demo wrote")
    demo = parser.parse_args().demo
    missing = [name for name in PICTURES.values() if not (demo / f"{name}.png").is_file()]
    if missing:
        sys.stderr.write(f"The demo has no {', '.join(missing)}.\n")
        return 1
    for name, taken in PICTURES.items():
        with Image.open(demo / f"{taken}.png") as picture:
            few = picture.convert("RGB").quantize(_COLOURS)
            few.save(FOLDER / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
