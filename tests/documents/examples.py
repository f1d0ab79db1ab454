"""A notice and minutes as an invented network would send them."""

from datetime import UTC, date, datetime, time

from desktop.documents import (
    AgendaLine,
    Attendance,
    CaseNumber,
    DecidedLine,
    Decision,
    Decisions,
    FollowUpLine,
    ItemKind,
    ItemText,
    Level,
    MeetingFacts,
    Minutes,
    MinutesStatus,
    NextMeeting,
    Notice,
    NoticeStatus,
    Outcome,
    Person,
    RaisedLine,
)

FINGERPRINT = "3fa9c2d1b7e84f06a15c9d2e7b30486f5c1d9ae2470b8f63de91a5c47082b6fd"
KARI = Person("Kari Nordli", "Solbakken barnehage", "styrer")
INGA = Person("Inga Máhtte Eira", "Fjordglimt barnehage", "daglig leder")

MEETING = MeetingFacts(
    network="Levanger lokale nettverk",
    level=Level.LOCAL,
    number=4,
    on=date(2026, 11, 26),
    starts=time(9, 0),
    ends=time(11, 0),
    place="Solbakken barnehage, møterommet i 2. etasje",
    link="https://moete.example.no/levanger-4-2026",
)


def numbered(number: int) -> CaseNumber:
    """The number of a case of 2026."""
    return CaseNumber(number, 2026)


NOTICE = Notice(
    meeting=MEETING,
    status=NoticeStatus.CALLED,
    sender=KARI,
    recipients="Styrere og daglige ledere i nettverkets barnehager",
    reply_by=date(2026, 11, 19),
    message=(
        "Velkommen til årets siste møte. Vi begynner presis, og det er kaffe fra kl. 08.45.\n\n"
        "Meld gjerne inn saker til eventuelt på forhånd."
    ),
    signed_at="Levanger",
    signed_on=date(2026, 11, 12),
    agenda=(
        AgendaLine(
            numbered(14), "Godkjenning av innkalling og saksliste", ItemKind.DECISION, "", 5
        ),
        AgendaLine(
            numbered(15),
            "Vikarutgifter høsten 2026",
            ItemKind.DECISION,
            "Kari Nordli",
            25,
            "Tre av sju barnehager har hatt vikarutgifter over budsjett i høst. Nettverket skal ta "
            "stilling til om vi vil prøve en felles vikarpool fra nyttår.",
            ("Oversikt vikarutgifter.xlsx", "Utkast til avtale.pdf"),
        ),
        AgendaLine(
            numbered(16),
            "Felles kompetanseplan 2027",
            ItemKind.DISCUSSION,
            "Inga Máhtte Eira",
            30,
            "Barnehagene har meldt inn disse ønskene:\n- språk og lekne læringsmiljøer\n"
            "- psykososialt barnehagemiljø\n- samarbeid hjem–barnehage",
        ),
        AgendaLine(
            numbered(17), "Innspill til kommunebudsjettet", ItemKind.DECISION, "Kari Nordli", 30
        ),
        AgendaLine(numbered(18), "Kontaktbarnehage 2027", ItemKind.DECISION, "", 15),
        AgendaLine(numbered(19), "Eventuelt", ItemKind.INFORMATION, "", 10),
        AgendaLine(numbered(20), "Neste møte", ItemKind.INFORMATION, "", 5),
    ),
)

MINUTES = Minutes(
    meeting=MEETING,
    status=MinutesStatus.SUBMITTED,
    submitted_at=datetime(2026, 11, 27, 9, 55, tzinfo=UTC),
    chair=KARI,
    minute_taker=INGA,
    attendance=Attendance(
        present=(
            KARI,
            INGA,
            Person("Ola Brekke", "Trollskogen barnehage", "styrer"),
            Person("Turid Åsnes Løkke", "Blåklokka barnehage", "daglig leder", "kom til sak 15/26"),
            Person("Jon Žakariassen", "Epletreet barnehage", "styrer"),
        ),
        excused=(Person("Mona Vik", "Villvin barnehage", "styrer"),),
        absent=(Person("Per Haugan", "Knerten barnehage", "styrer"),),
        guests=(Person("Sissel Aune", "Levanger kommune", "rådgiver"),),
        quorum="5 av 7 barnehager var til stede. Møtet var vedtaksført.",
    ),
    items=(
        ItemText(
            numbered(14),
            "Godkjenning av innkalling og saksliste",
            ItemKind.DECISION,
            proposal="Innkalling og saksliste godkjennes.",
            decision=Decision(Outcome.UNANIMOUS, "Innkalling og saksliste godkjennes."),
        ),
        ItemText(
            numbered(15),
            "Vikarutgifter høsten 2026",
            ItemKind.DECISION,
            background=(
                "Tre av sju barnehager har hatt vikarutgifter over budsjett i høst. "
                "Nettverket ønsker en enkel månedlig oversikt over sykefravær og vikartimer som "
                "kan sammenlignes på tvers av barnehagene."
            ),
            discussion=(
                "Innledning ved Solbakken. Erfaringene med felles vikarpool i nabokommunen ble "
                "delt og drøftet:\n- færre timer uten kjent vikar\n- enklere bestilling for "
                "styreren\n- uklart hvem som har arbeidsgiveransvaret\n\nFlere ønsket en "
                "prøveperiode med tydelig evaluering før sommeren."
            ),
            proposal="Nettverket prøver felles vikarpool fra 1. januar 2027.",
            decision=Decision(
                Outcome.CARRIED,
                "Nettverket prøver felles vikarpool fra 1. januar til 30. juni 2027. "
                "Solbakken koordinerer.",
                4,
                1,
                0,
                "Epletreet barnehage mener at arbeidsgiveransvaret må avklares først.",
            ),
            follow_ups=(
                FollowUpLine(
                    "Lage utkast til avtale om vikarpool og sende det på høring i barnehagene",
                    "Kari Nordli",
                    date(2026, 12, 10),
                ),
                FollowUpLine("Samle tall for september–november", "Alle", date(2026, 12, 4)),
                FollowUpLine("Avklare arbeidsgiveransvaret", "Jon Žakariassen", None),
            ),
        ),
        ItemText(
            numbered(16),
            "Felles kompetanseplan 2027",
            ItemKind.DISCUSSION,
            discussion="Planen ble gjennomgått. Kompetanseutviklingsplanen fra 2025 videreføres.",
            decision=Decision(Outcome.NOTED),
        ),
        ItemText(
            numbered(17),
            "Innspill til kommunebudsjettet",
            ItemKind.DECISION,
            background="Kommunen ber om innspill innen 15. desember 2026.",
            discussion="Det var enighet om å løfte saken.",
            decision=Decision(
                Outcome.CARRIED,
                "Nettverket ber regionalt nettverk ta opp tilskuddssatsen for små barnehager.",
                3,
                1,
                1,
            ),
            raised_to="Regionalt nettverk Trøndelag",
            came_from="Løftet fra Lokalt nettverk Verdal, sak 3/26, 02.11.2026",
        ),
        ItemText(
            numbered(18),
            "Kontaktbarnehage 2027",
            ItemKind.DECISION,
            discussion="Saken trenger mer tid.",
            decision=Decision(Outcome.POSTPONED),
        ),
        ItemText(
            None,
            "Felles innkjøp av regntøy",
            ItemKind.DECISION,
            discussion="Forslaget kom i møtet.",
            decision=Decision(Outcome.FELL, "Nettverket kjøper inn regntøy sammen.", 1, 4, 0),
        ),
    ),
    raised=(
        RaisedLine(
            numbered(17),
            "Innspill til kommunebudsjettet",
            "Regionalt nettverk Trøndelag",
            Level.REGIONAL,
        ),
    ),
    other_business="Epletreet inviterer til åpen dag 14. januar 2027.",
    next_meeting=NextMeeting(date(2027, 1, 28), time(9, 0), "Trollskogen barnehage"),
    adjourned_at=time(10, 55),
    attachments=("Oversikt vikarutgifter.xlsx", "Utkast til avtale om vikarpool.pdf"),
    version=1,
    fingerprint=FINGERPRINT,
)

DECISIONS = Decisions(
    "Levanger lokale nettverk",
    "2026",
    tuple(
        DecidedLine(
            MEETING.on,
            MEETING.network,
            "4/2026",
            f"{item.number.number}/26",
            item.title,
            item.decision,
            "Kari Nordli" if item.follow_ups else "",
        )
        for item in MINUTES.items * 5
        if item.number is not None and item.decision is not None
    ),
)
