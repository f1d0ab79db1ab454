"""How the service runs: with its logs, its figures, its jobs, and until it is told to stop."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from server import erased_lists, errands, identity, logs
from server.app import create_app
from server.downloads import Downloads
from server.opening import Opened
from server.serving import Serving, listen, settle_memory, stop_with_parent
from server.settings import Settings, Unusable

if TYPE_CHECKING:
    from server.metrics import Metrics


class CannotListen(Exception):
    """A port is taken, or is not for us. Holds the sentence to tell."""


def run(given: argparse.Namespace, opened: Opened, told: Settings) -> None:
    """Answer requests until a signal, then end those under way. Raises CannotListen."""
    with ExitStack() as stack:
        with _listening(given.host, given.port):
            listener = stack.enter_context(listen(given.host, given.port))
        metrics = stack.enter_context(_figures(opened, told))
        app = create_app(
            opened.engine,
            opened.service,
            sends_mail=told.smtp is not None,
            metrics=metrics,
            provider=identity.provider(told),
            erased=opened.erased,
            downloads=Downloads(told.installers),
        )
        stack.enter_context(errands.done_in_time(opened, told))
        stack.enter_context(erased_lists.exchanged(opened))
        serving = Serving(
            stack.enter_context(_traced(app, opened, told)),
            listener,
            given.ready_file,
            observers=[logs.of_request, *([metrics.of_request] if metrics else [])],
            trusted_proxies=told.trusted_proxies,
            sealed=told.public_url.startswith("https:"),
        )
        if given.exit_with_parent:
            stop_with_parent(serving)
        settle_memory()
        serving.serve_until_stopped()


@contextmanager
def _figures(opened: Opened, told: Settings) -> Iterator["Metrics | None"]:
    """The figures that Prometheus reads, at a port of their own; None where nobody does."""
    if not told.metrics_port:
        yield None
        return
    from server.metrics import Metrics

    metrics = Metrics(opened.engine)
    with ExitStack() as stack:
        with _listening(told.metrics_host, told.metrics_port):
            stack.enter_context(metrics.told(told.metrics_host, told.metrics_port))
        yield metrics


@contextmanager
def _traced(app: ASGIApp, opened: Opened, told: Settings) -> Iterator[ASGIApp]:
    """The application, with its traces sent where they are wanted. Raises Unusable."""
    if not told.otlp_endpoint:
        yield app
        return
    try:
        from server.tracing import Traced, tracing
    except ImportError:
        raise Unusable(["otlp_endpoint: install the extra «tracing» first"]) from None
    with tracing(opened.engine, told.otlp_endpoint) as tracer:
        yield Traced(app, tracer)


@contextmanager
def _listening(host: str, port: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotListen(f"cannot listen on {host} port {port}: {error.strerror}") from None
