"""What the service does by itself while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from server import mail, registering, resetting
from server.jobs import Jobs
from server.settings import Settings


@contextmanager
def done_in_time(engine: Engine, settings: Settings) -> Iterator[Jobs]:
    """Jobs that are done as they fall due, for as long as the service runs."""
    smtp = settings.smtp
    outside = {} if smtp is None else {mail.KIND: mail.sending(smtp)}
    inside = {one.KIND: one.answering(settings.public_url) for one in (registering, resetting)}
    jobs = Jobs(engine, inside, outside, {registering.TIDYING: registering.forget_old})
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.stop()
