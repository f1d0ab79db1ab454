"""Figures for Prometheus: requests, sizes of sync, and what waits. None is of a person.

Each process tells of what it did itself; what waits is read from the database when it is asked
for, and is therefore the same whichever process one asks. docs/drift.md has a line for each.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine, QueuePool
from sqlalchemy.exc import SQLAlchemyError

from server import jobs, registering
from server.database import snapshot

_PREFIX = "barnehagealliansen"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_RECORDS = (0, 1, 10, 50, 100, 500, 1_000, 2_000)
_BYTES = (500, 2_000, 10_000, 50_000, 250_000, 1_000_000, 4_000_000, 16_000_000)


class Metrics:
    """The figures of this process. All may be told from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._histogram(
            "request_seconds", "How long requests took.", ("method", "route", "status"), _SECONDS
        )
        self._records = self._histogram(
            "sync_records", "Records of a pull's answer or a push.", ("what",), _RECORDS
        )
        self._bytes = self._histogram(
            "sync_bytes", "Bytes of bodies as they were sent.", ("what", "direction"), _BYTES
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_Waiting(engine))

    def of_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has ended."""
        self._requests.labels(method, route, status).observe(seconds)

    def of_sync(self, what: str, records: int, received: int, sent: int) -> None:
        """Count what went over the wire for a `pull` or a `push`."""
        self._records.labels(what).observe(records)
        self._bytes.labels(what, "received").observe(received)
        self._bytes.labels(what, "sent").observe(sent)

    @contextmanager
    def told(self, host: str, port: int) -> Iterator[int]:
        """Answer at a port of their own; which it is, where 0 leaves it open. Raises OSError."""
        server, thread = start_http_server(port, host, self._registry)
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _histogram(
        self, name: str, help_: str, labels: tuple[str, ...], buckets: tuple[float, ...]
    ) -> Histogram:
        return Histogram(
            f"{_PREFIX}_{name}", help_, labels, registry=self._registry, buckets=buckets
        )


class _Waiting(Collector):
    """What waits now, read from the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterator[Metric]:
        """Nothing: else the database would be asked before anybody wants to know."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        if isinstance(self._engine.pool, QueuePool):
            yield _gauge(
                "database_connections_in_use",
                "Connections to the database that this process uses now.",
                self._engine.pool.checkedout(),
            )
        try:
            with snapshot(self._engine) as connection:
                queue, people = jobs.queue(connection), registering.queue(connection)
        except SQLAlchemyError:
            yield _gauge("database_up", "Whether the database answered.", 0)
            return
        yield _gauge("database_up", "Whether the database answered.", 1)
        yield from _of_jobs(queue)
        count, since = people
        yield _gauge("approval_waiting", "People who wait for access.", count)
        yield _gauge(
            "approval_oldest_hours", "How long one of them has waited at most.", _age(since) / 3600
        )


def _of_jobs(queue: list[jobs.Queued]) -> Iterator[Metric]:
    waiting = _family("jobs_waiting", "Jobs that are to be done, mails among them.")
    oldest = _family("jobs_oldest_seconds", "How long one of them has waited at most.")
    failing = _family("jobs_failing", "Those of them that have failed at least once.")
    given_up = _family("jobs_given_up", "Jobs that cannot be done and stay to be seen.")
    for one in queue:
        waiting.add_metric([one.kind], one.waiting)
        oldest.add_metric([one.kind], _age(one.oldest))
        failing.add_metric([one.kind], one.failing)
        given_up.add_metric([one.kind], one.given_up)
    yield from (waiting, oldest, failing, given_up)


def _family(name: str, help_: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{_PREFIX}_{name}", help_, labels=["kind"])


def _gauge(name: str, help_: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{_PREFIX}_{name}", help_, value)


def _age(since: datetime | None) -> float:
    """Seconds since then; none where nothing waits."""
    return 0.0 if since is None else max(0.0, (datetime.now(UTC) - since).total_seconds())
