"""The guidelines and the terms of use of the example."""

from contract.ids import derived_id
from contract.records import Guideline, GuidelineKind

_GUIDELINES = """\
Her møtes uavhengige barnehager for å dele erfaringer og hjelpe hverandre. Noen enkle regler gjør \
det trygt for alle:

Skriv som du ville sagt det. Vær vennlig, også når du er uenig.

Barn skal aldri kunne kjennes igjen. Skriv ikke navn på barn eller foreldre, og fortell ikke om \
helse, familie eller enkelthendelser som kan knyttes til et barn.

Snakk om egne ansatte bare når de selv er enige i det. Fravær, sykdom og lønn hører ikke hjemme her.

Del gjerne det dere har laget selv. Har andre laget det, sier du hvem, og spør først.

Ser du noe som ikke burde stått her, melder du fra. Sekretariatet ser på det og kan skjule \
innlegget. Den som skrev det, får vite hvorfor.
"""

_TERMS = """\
Tjenesten er for barnehager som er med i Barnehagealliansen, og for dem barnehagen melder inn.

Styrer eller daglig leder melder inn ansatte og sier fra når noen slutter. Tilgangen følger rollen \
og opphører når ansettelsen gjør det.

Vi lagrer navn, e-post, rolle og det du selv skriver. Mobilnummer er frivillig. Vi lagrer aldri \
fødselsnummer, helseopplysninger eller opplysninger om barn. Du kan be om å få se alt vi har om \
deg, og om å få det slettet.

Opplysninger om en ansatt som har sluttet, slettes etter 90 dager. Navn og rolle i referater som \
er innsendt, blir stående.

Innsendte referater er låst. Feil rettes med en ny versjon.

Pass på passordet ditt, og logg ut av en PC som andre bruker.
"""


def guidelines() -> list[Guideline]:
    """What a new member reads first."""
    return [
        Guideline(
            id=derived_id("example", "guideline", kind.value),
            kind=kind,
            version=1,
            title=title,
            body=body,
        )
        for kind, title, body in (
            (GuidelineKind.GUIDELINES, "Retningslinjer for nettverket", _GUIDELINES),
            (GuidelineKind.TERMS, "Vilkår for bruk", _TERMS),
        )
    ]
