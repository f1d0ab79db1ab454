"""What the service does by itself while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from server import mail, registering, renewing, resetting, sessions
from server.jobs import Jobs
from server.settings import Settings

_DAILY = {
    "tidy registrations": registering.forget_old,
    "tidy sessions": sessions.forget_old,
    "tidy tokens": renewing.forget_old,
}
"""What is done once a day, however many processes there are."""


@contextmanager
def done_in_time(engine: Engine, settings: Settings) -> Iterator[Jobs]:
    """Jobs that are done as they fall due, for as long as the service runs."""
    smtp = settings.smtp
    outside = {} if smtp is None else {mail.KIND: mail.sending(smtp)}
    inside = {one.KIND: one.answering(settings.public_url) for one in (registering, resetting)}
    jobs = Jobs(engine, inside, outside, _DAILY)
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.stop()
