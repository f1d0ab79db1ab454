"""Whether the service could run as it is told to, in sentences for who runs it."""

import smtplib
from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from server import identity, mail, schema
from server.database import open_engine
from server.downloads import Downloads
from server.erased import ErasedList, UnreadableList
from server.settings import Settings


def problems(settings: Settings) -> Iterator[str]:
    """What is to be mended before the service can be relied upon; nothing where all is well."""
    yield from _of_database(settings)
    yield from _of_erased(settings)
    yield from _of_address(settings)
    yield from _of_downloads(settings)
    yield from _of_mail(settings)
    yield from _of_provider(settings)


def _of_database(settings: Settings) -> Iterator[str]:
    try:
        backend = make_url(settings.database).get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            yield f"database_url: «{backend}» cannot be used; give the address of a PostgreSQL"
            return
        if not settings.database_url and not settings.data_dir.is_dir():
            yield f"data_dir: there is no folder {settings.data_dir} yet; «serve» makes it"
            return
        engine = open_engine(settings.database)
    except (ArgumentError, SQLAlchemyError) as error:
        yield f"database_url: this is no address of a database ({type(error).__name__})"
        return
    try:
        if not schema.is_current(engine):
            yield "database: its schema is older or newer than this program; run «migrate»"
    except DBAPIError as error:
        yield f"database: it does not answer: {str(error.orig).splitlines()[0]}"
    finally:
        engine.dispose()


def _of_erased(settings: Settings) -> Iterator[str]:
    try:
        ErasedList(settings.erased_list).read()
    except (UnreadableList, OSError) as error:
        yield f"erased: the list of the erased cannot be read: {error}"


def _of_address(settings: Settings) -> Iterator[str]:
    url = urlsplit(settings.public_url)
    if url.scheme == "http" and url.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield "public_url: people's passwords would go over the network unsealed; use https"
    if url.scheme == "https" and not settings.trusted_proxies:
        yield (
            "trusted_proxies: name the proxy that seals; else all people seem to come from it,"
            " and shut each other out by wrong passwords"
        )


def _of_downloads(settings: Settings) -> Iterator[str]:
    folder = settings.installers
    if folder is None:
        return
    if not folder.is_dir():
        yield f"downloads: there is no folder {folder}"
    elif not Downloads(folder).listed():
        yield f"downloads: no installer lies in {folder}; copy the files that were built there"


def _of_mail(settings: Settings) -> Iterator[str]:
    given = {name: bool(getattr(settings, name)) for name in ("smtp_host", "mail_from")}
    if not any(given.values()):
        yield "smtp_host: no mail is sent; people who forget their password must ask you"
        return
    for name, is_given in {**given, "public_url": bool(settings.public_url)}.items():
        if not is_given:
            yield f"{name}: it must be given before mails can be sent"
    if settings.smtp is None:
        return
    try:
        with mail.connected(settings.smtp) as server:
            server.noop()
    except smtplib.SMTPAuthenticationError:
        yield "smtp_user: the mail server refuses the user or the password"
    except (smtplib.SMTPException, OSError) as error:
        yield f"smtp_host: the mail server does not answer as it should: {error}"


def _of_provider(settings: Settings) -> Iterator[str]:
    if not settings.oidc_issuer:
        return
    for name in ("oidc_client_id", "public_url"):
        if not getattr(settings, name):
            yield f"{name}: it must be given before people can sign in by «oidc_issuer»"
    found = identity.provider(settings)
    if found is None:
        return
    try:
        identity.discovered(found)
    except identity.Failed:
        yield "oidc_issuer: it does not answer as an identity provider of this name"
