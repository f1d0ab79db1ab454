"""Mails are queued with what they follow from, sent by real SMTP, and never lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from socket import create_server
from threading import Event

import pytest
from sqlalchemy import Engine, select, update

from server import jobs, mail
from server.database import open_engine, writing
from server.jobs import Jobs
from server.mail import Mail, Smtp
from server.tables import job
from tests.fixtures.logs import ExpectLog
from tests.fixtures.mailbox import Mailbox, running_mailbox
from tests.fixtures.service import migrated

KARI = "kari@solbakken.example.no"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path: object, postgresql_emptied: Callable[..., str]
) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/service.sqlite3"
        migrated(url)
    else:
        url = postgresql_emptied("service", migrated)
    made = open_engine(url)
    yield made
    made.dispose()


def put(engine: Engine, *, to: str = KARI, subject: str = "Hei", text: str = "Velkommen.") -> None:
    with writing(engine) as connection:
        mail.put(connection, Mail(to, subject, text))


def sender(engine: Engine, smtp: Smtp) -> Jobs:
    return Jobs(engine, {}, {mail.KIND: mail.sending(smtp)})


def later(engine: Engine, by: timedelta = timedelta(hours=7)) -> None:
    """Let so much time go by for what waits."""
    with writing(engine) as connection:
        for row in connection.execute(select(job)).all():
            moved = update(job).where(job.c.id == row.id)
            connection.execute(moved.values(due_at=row.due_at - by))


def left(engine: Engine) -> list[tuple[str | None, bool, int]]:
    with engine.connect() as connection:
        rows = connection.execute(select(job).order_by(job.c.made_at))
        return [(row.failure, row.given_up, row.attempts) for row in rows]


def test_a_mail_comes_as_it_was_written_and_leaves_nothing(
    engine: Engine, mailbox: Mailbox
) -> None:
    put(engine, subject="Nytt passord – Blåbærskogen", text="Hei, Kåre.\n\nLenken gjelder én time.")

    assert sender(engine, mailbox.smtp).do_due() == 1

    [came] = mailbox.mails
    assert (came["To"], came["Subject"]) == (KARI, "Nytt passord – Blåbærskogen")
    assert came["From"] == mailbox.smtp.sender
    assert came.get_content().splitlines() == ["Hei, Kåre.", "", "Lenken gjelder én time."]
    assert came["Message-ID"].endswith("@tjenesten.example.no>")
    assert left(engine) == []


def test_what_was_rolled_back_is_never_sent(engine: Engine, mailbox: Mailbox) -> None:
    def fail_after() -> None:
        with writing(engine) as connection:
            mail.put(connection, Mail(KARI, "Hei", "Velkommen."))
            raise LookupError

    with pytest.raises(LookupError):
        fail_after()

    assert sender(engine, mailbox.smtp).do_due() == 0


@pytest.mark.parametrize("where", ["to", "subject"])
def test_nobody_writes_a_head_of_his_own(engine: Engine, where: str) -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        put(engine, **{where: "Hei\r\nBcc: alle@example.no"})

    assert left(engine) == []


def test_a_server_that_is_away_is_tried_until_it_is_there(engine: Engine, mailbox: Mailbox) -> None:
    put(engine)
    away = sender(engine, Smtp("127.0.0.1", 1, mailbox.smtp.sender, "none"))

    assert away.do_due() == 1
    assert left(engine) == [("ConnectionRefusedError", False, 1)]
    assert away.do_due() == 0
    later(engine)
    assert sender(engine, mailbox.smtp).do_due() == 1

    assert [one["To"] for one in mailbox.mails] == [KARI]
    assert left(engine) == []


def test_a_full_mailbox_is_tried_again_and_an_unknown_one_given_up(
    engine: Engine, mailbox: Mailbox
) -> None:
    mailbox.says_to = {"full@example.no": "452 full", "ukjent@example.no": "550 unknown"}
    put(engine, to="full@example.no")
    put(engine, to="ukjent@example.no")
    send = sender(engine, mailbox.smtp)

    send.do_due()
    assert left(engine) == [("452", False, 1), ("550", True, 1)]
    mailbox.says_to.clear()
    later(engine)
    send.do_due()

    assert [one["To"] for one in mailbox.mails] == ["full@example.no"]
    assert left(engine) == [("550", True, 1)]


def test_many_processes_send_each_mail_once(engine: Engine, mailbox: Mailbox) -> None:
    for number in range(30):
        put(engine, subject=f"Nr. {number}")
    senders = [sender(engine, mailbox.smtp) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(Jobs.do_due, senders))

    assert sum(taken) == 30
    assert sorted(one["Subject"] for one in mailbox.mails) == sorted(
        f"Nr. {number}" for number in range(30)
    )


def test_what_a_dead_process_had_taken_up_is_done_by_another(
    engine: Engine, mailbox: Mailbox
) -> None:
    put(engine)

    def die(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Jobs(engine, {}, {mail.KIND: die}).do_due()
    assert sender(engine, mailbox.smtp).do_due() == 0
    later(engine, timedelta(minutes=6))

    assert sender(engine, mailbox.smtp).do_due() == 1
    assert len(mailbox.mails) == 1


def test_nothing_waits_behind_a_mail_server_that_says_nothing(engine: Engine) -> None:
    done = Event()

    def follow(*_: object) -> None:
        done.set()

    with create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        smtp = Smtp("127.0.0.1", silent.getsockname()[1], "a@x.no", "none")
        send = {mail.KIND: mail.sending(smtp)}
        working = Jobs(engine, {"follow": follow}, send, apart=[mail.KIND])
        working.start()
        put(engine)
        connection, _ = silent.accept()
        with connection:
            with writing(engine) as written:
                jobs.put(written, "follow", {})
            # Sooner than the queue is looked at by itself.
            assert done.wait(5)
    working.stop()
    [(_, given_up, attempts)] = left(engine)
    assert (given_up, attempts) == (False, 1)


def test_a_fault_of_ours_loses_no_job_and_logs_no_words(
    engine: Engine, mailbox: Mailbox, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    put(engine, text="Hemmelig lenke")

    def fail(_: object) -> None:
        raise RuntimeError("broken")

    expect_log("server.jobs", "A job failed: mail")
    Jobs(engine, {}, {mail.KIND: fail}).do_due()

    assert left(engine) == [("RuntimeError", False, 1)]
    assert "Hemmelig" not in caplog.text
    later(engine)
    assert sender(engine, mailbox.smtp).do_due() == 1
    assert datetime.now(UTC) - mailbox.mails[0]["Date"].datetime < timedelta(minutes=5)
