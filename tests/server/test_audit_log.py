"""What the central office has done can be looked through, and taken out as a file."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from contract.records import (
    ExpertApplication,
    FeedbackSort,
    Guideline,
    GuidelineKind,
    Kindergarten,
    Level,
    Network,
    only_id,
)
from contract.wire import ServiceRefused
from server import accounts, audit_log, auditing, factor, sessions, vetting
from server.accounts import Proof
from server.audit_log import Wanted
from server.auditing import Act
from server.database import open_engine, writing
from server.pages.log import ACTS
from server.tables import audit_entry
from server.vetting import Finding
from tests.fixtures.service import Manager, Service, migrated
from tests.server.office import OLD, Browser, Office, signed_in, text
from tests.server.test_feedback_pages import told
from tests.server.test_forum_pages import answer_to, post_of

LOG = "/sekretariat/logg"


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A service on each of the databases."""
    url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
    if request.param == "postgresql":
        copy: Callable[[str, Callable[[str], None]], str]
        copy = request.getfixturevalue("postgresql_emptied")
        url = copy("service", migrated)
    made = Service(open_engine(url))
    yield made
    made.close()


def checked(service: Service, by: Manager, name: str, reason: str = "Sett på.") -> Kindergarten:
    home = service.kindergarten(name)
    vetting.decide(service.sync, home.id, Finding(fits=True, reason=reason), by.account)
    return home


def found(service: Service, wanted: Wanted) -> list[str]:
    return [one.about for one in audit_log.read(service.engine, wanted, 0, 50)]


def test_entries_are_found_by_who_by_what_and_by_reason(kept: Service) -> None:
    solveig, asmund = kept.manager("Solveig"), kept.manager("Åsmund")
    checked(kept, solveig, "Ørebekk")
    checked(kept, asmund, "Bakken", "Eies 100 % av styreren.")
    checked(kept, solveig, "Haugen", "Eies 100 av styreren.")

    assert found(kept, Wanted()) == ["Haugen", "Bakken", "Ørebekk"]
    assert found(kept, Wanted("ørebekk")) == ["Ørebekk"]
    assert found(kept, Wanted("ØREBEKK sett")) == ["Ørebekk"]
    assert found(kept, Wanted("åsmund")) == ["Bakken"]
    assert found(kept, Wanted("100 %")) == ["Bakken"]
    assert found(kept, Wanted("solveig åsmund")) == []
    assert found(kept, Wanted("", Act.REJECTED)) == []
    assert found(kept, Wanted("\0")) == found(kept, Wanted())


NAMELESS = {Act.LOG_EXPORTED, Act.SIGNED_IN}
"""Acts that are about nothing."""


def of_every_act(kept: Service) -> dict[Act, tuple[tuple[str, UUID], str]]:
    """What each act may be about, with its name."""
    kari, room = kept.manager("Kari"), kept.category("Uteliv")
    friluft = Network(name="Friluft", level=Level.PROFESSIONAL)
    post = post_of(kari, room, "Skitur")
    comment = answer_to(post, kari, "Fint")
    guideline = Guideline(kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="…")
    feedback = told(kari, FeedbackSort.IDEA, "Flere bilder")
    applied = ExpertApplication(
        id=only_id(ExpertApplication, friluft.id, kari.kindergarten),
        kindergarten_id=kari.kindergarten,
        network_id=friluft.id,
        text="Vi er ute.",
        applied_on=date(2026, 11, 26),
    )
    kept.write(post, comment, guideline, friluft, applied, feedback)
    home, person = ("kindergarten", kari.kindergarten), ("account", kari.account)
    names: dict[Act, tuple[tuple[str, UUID], str]] = {
        Act.HIDDEN: (("comment", comment.id), "Skitur"),
        Act.SHOWN: (("post", post.id), "Skitur"),
        Act.FEEDBACK_ANSWERED: (("feedback", feedback.id), "Flere bilder"),
        Act.NETWORK_ADDED: (("network", friluft.id), "Friluft"),
        Act.EXPERT_ACCEPTED: (("expert_application", applied.id), "Karis barnehage – Friluft"),
        Act.EXPERT_DECLINED: (("expert_application", applied.id), "Karis barnehage – Friluft"),
        Act.GUIDELINE_PUBLISHED: (("guideline", guideline.id), "Vilkår"),
        Act.EXPORTED: (("", kari.person), "Kari"),
    }
    for act in Act:
        of_room = act.value.startswith("category")
        of_home = act in (Act.CHECKED, Act.FOUND_UNFIT) or act.value.startswith("membership")
        usual = (("category", room), "Uteliv") if of_room else (person, "Kari")
        names.setdefault(act, (home, "Karis barnehage") if of_home else usual)
    return names


def test_whatever_an_act_is_about_has_a_name(kept: Service) -> None:
    names = of_every_act(kept)
    with writing(kept.engine) as connection:
        for act, (about, _) in names.items():
            auditing.note(connection, act, None, None if act in NAMELESS else about)

    entries = audit_log.read(kept.engine, Wanted(), 0, 50)
    found_names = {Act(one.act): one.about for one in entries}
    wanted = {act: "" if act in NAMELESS else name for act, (_, name) in names.items()}
    del wanted[Act.SIGNED_IN]
    assert found_names == wanted
    assert set(ACTS) == set(Act)
    # A word of the post that was answered finds what was done about the answer.
    assert Act.HIDDEN in {one.act for one in audit_log.read(kept.engine, Wanted("skitur"), 0, 50)}


def test_days_are_norwegian_and_both_are_meant(kept: Service) -> None:
    solveig = kept.manager("Solveig")
    # 00.30 on the first of December in Norway.
    moments = {"A": datetime(2026, 11, 30, 22, 30, tzinfo=UTC)}
    moments["B"] = moments["A"] + timedelta(hours=1)
    for name, moment in moments.items():
        home = checked(kept, solveig, name)
        with writing(kept.engine) as connection:
            this = update(audit_entry).where(audit_entry.c.record_id == home.id)
            connection.execute(this.values(at=moment))
    last, first = date(2026, 11, 30), date(2026, 12, 1)

    assert found(kept, Wanted(until=last)) == ["A"]
    assert found(kept, Wanted(since=first)) == ["B"]
    assert found(kept, Wanted(since=last, until=first)) == ["B", "A"]


def test_all_are_read_some_at_a_time(kept: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "_AT_ONCE", 3)
    with writing(kept.engine) as connection:
        for _ in range(7):
            auditing.note(connection, Act.LOG_EXPORTED, None, None)

    entries = list(audit_log.each(kept.engine, Wanted()))
    assert len({one.id for one in entries}) == 7
    assert entries == list(audit_log.read(kept.engine, Wanted(), 0, 50))


def test_who_is_erased_has_no_name_in_the_log(kept: Service) -> None:
    solveig = kept.manager("Solveig")
    kari = kept.manager("Kari")
    checked(kept, solveig, "Bakken")
    with writing(kept.engine) as connection:
        auditing.note(connection, Act.APPROVED, solveig.account, ("account", kari.account))
        accounts.forget(connection, [solveig.account, kari.account], [])

    entries = audit_log.read(kept.engine, Wanted(), 0, 50)
    assert [(one.who, one.about, one.at_command_line) for one in entries] == [
        ("", "", False),
        ("", "Bakken", False),
    ]


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def test_the_page_shows_what_is_asked_for(
    office: Office, browser: Browser, solveig: Manager
) -> None:
    checked(office.service, solveig, "Bakken", "<b>Sett</b> på.")
    checked(office.service, solveig, "Haugen")
    page = browser.page(f"{LOG}?sok=bakken&handling=checked&fra=2020-01-01&til=tull")

    assert "&lt;b&gt;Sett&lt;/b&gt; på." in page
    assert "Haugen" not in page
    assert "Fant at en barnehage passer" in page
    assert "Ikke noe funnet." in browser.page(f"{LOG}?til=2020-01-01")


def test_the_file_holds_what_is_asked_for_and_no_formulas(
    office: Office, browser: Browser, solveig: Manager
) -> None:
    attack = '=HYPERLINK("https://ond.example.no")'
    checked(office.service, solveig, "@SUM(A1)", attack)
    checked(office.service, solveig, "Haugen", "Enkel; med semikolon")
    checked(office.service, solveig, "Bakken", " -1+1")

    answer = browser.post(f"{LOG}/fil", handling="checked")

    assert answer.headers["content-disposition"] == 'attachment; filename="logg.csv"'
    table = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    head, *rows = table
    assert head[:4] == ["Når (UTC)", "Hvem", "Hva", "Gjelder"]
    assert [row[3] for row in rows] == ["Bakken", "Haugen", "'@SUM(A1)"]
    assert [row[6] for row in rows] == ["'-1+1", "Enkel; med semikolon", f"'{attack}"]
    with office.service.engine.connect() as connection:
        acts = connection.scalars(select(audit_entry.c.act).order_by(audit_entry.c.id)).all()
    assert acts[-1] == "log_exported"


def test_the_log_is_for_the_office_alone(office: Office, browser: Browser) -> None:
    forged = {"Cookie": browser.cookie, "Origin": "https://ond.example.no"}

    assert office.get(LOG).headers["location"] == "/sekretariat/inn"
    assert office.post(f"{LOG}/fil").headers["location"] == "/sekretariat/inn"
    assert office.post(f"{LOG}/fil", forged).status == 403
    assert "Logg" in text(browser.get(LOG))


def test_who_signs_in_stands_there_for_whom_asks_for_it(office: Office, solveig: Manager) -> None:
    assert office.signs_in(office.kari.email, OLD)
    signed_in(office, solveig)
    engine = office.service.engine

    entries = audit_log.read(engine, Wanted(act=Act.SIGNED_IN), 0, 50)
    assert [one.who for one in entries] == ["Solveig", "Kari"]
    assert audit_log.read(engine, Wanted(), 0, 50) == []


def test_too_many_tries_stand_there_once_and_without_the_address(kept: Service) -> None:
    kari = kept.manager("Kari", password=OLD)
    for email in (kari.email, "ingen@example.no"):
        for _ in range(11):
            with pytest.raises(ServiceRefused):
                accounts.sign_in(kept.engine, Proof(email, "feil setning 12"), "PC", "192.0.2.1")

    entries = audit_log.read(kept.engine, Wanted(), 0, 50)
    assert [(one.act, one.who, one.about, one.at_command_line) for one in entries] == [
        (Act.LOCKED_OUT, "", "", False),
        (Act.LOCKED_OUT, "", "Kari", False),
    ]
    assert "example.no" not in str(entries)
    assert "192.0.2" not in str(entries)


def test_codes_that_were_guessed_too_often_stand_there(office: Office, solveig: Manager) -> None:
    signed_in(office, solveig)
    for _ in range(8):
        with pytest.raises(ServiceRefused):
            factor.demand(office.service.engine, solveig.account, "000000")

    [entry] = audit_log.read(office.service.engine, Wanted(), 0, 50)
    assert (entry.act, entry.about) == (Act.LOCKED_OUT, "Solveig")


def test_a_second_factor_that_was_forgotten_stands_there(kept: Service) -> None:
    kari = kept.manager("Kari")
    with writing(kept.engine) as connection:
        assert sessions.forget_factor(connection, kari.email)

    [entry] = audit_log.read(kept.engine, Wanted(), 0, 50)
    assert (entry.act, entry.about, entry.at_command_line) == (Act.FACTOR_FORGOTTEN, "Kari", True)
