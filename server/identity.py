"""Signing in by another organisation's identity provider, by OpenID Connect.

Somebody is known by an e-mail address that the provider has verified, and gets in where an account
has it. The second factor of an account is asked for here all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from server import factor, secret
from server.accounts import folded
from server.database import writing
from server.settings import Settings
from server.tables import account, provider_visit
from server.tries import count_try

BACK = "/logg-inn/svar"
GOOD_FOR = timedelta(minutes=10)

_BEGUN_OF_ADDRESS = 40
_PATIENCE = 10.0
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_LEEWAY = 60


class Failed(Exception):
    """Nobody is signed in. `problem` is a stable word, `question` what the desktop asked for."""

    def __init__(self, problem: str, question: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.question = question


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, and as whom we are known there."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    back: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the secret that it keeps until it comes back."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Who has signed in, and what the desktop asked for that opened the browser, if one did."""

    account: UUID
    question: str


def provider(settings: Settings) -> Provider | None:
    """The provider that the settings name; None where they name none."""
    if not (settings.oidc_issuer and settings.oidc_client_id and settings.public_url):
        return None
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or "",
        f"{settings.public_url}{BACK}",
    )


def begin(engine: Engine, at: Provider, question: str, address: str) -> Begun:
    """Send somebody to the provider. Raises Failed, and ServiceRefused("too_many_tries")."""
    count_try(engine, {f"provider:{address}": _BEGUN_OF_ADDRESS})
    endpoint = discovered(at)["authorization_endpoint"]
    state, browser, nonce, verifier = (secret.new() for _ in range(4))
    now = datetime.now(UTC)
    row = {
        "hash": secret.hashed(state),
        "browser_hash": secret.hashed(browser),
        "nonce": nonce,
        "verifier": verifier,
        "question": question,
        "good_until": now + GOOD_FOR,
    }
    with writing(engine) as connection:
        connection.execute(delete(provider_visit).where(provider_visit.c.good_until < now))
        connection.execute(insert(provider_visit).values(**row))
    with _client(at) as client:
        told = {"state": state, "nonce": nonce, "code_verifier": verifier}
        address, _ = client.create_authorization_url(endpoint, **told)
    return Begun(address, browser)


def recognise(engine: Engine, at: Provider, state: str, browser: str, code: str) -> None:
    """Find out at the provider who has come back, once. Raises Failed."""
    this = _visit(state, browser)
    with writing(engine) as connection:
        row = connection.execute(select(provider_visit).where(this)).one_or_none()
        unused = provider_visit.c.verifier != ""
        used = update(provider_visit).where(this, unused).values(verifier="")
        if row is None or connection.execute(used).rowcount != 1:
            raise Failed("expired")
    if not code:
        raise Failed("refused", row.question)
    try:
        claims = _claims(at, row, code)
    except Failed as failed:
        raise Failed(failed.problem, row.question) from failed.__cause__
    with writing(engine) as connection:
        who = _account(connection, claims, row.question)
        connection.execute(update(provider_visit).where(this).values(account_id=who))


def enter(engine: Engine, state: str, browser: str, code: str) -> Entered:
    """Let in who was recognised, with a code where the account has a second factor.

    Raises Failed, and ServiceRefused as factor.demand does; then it can be tried once more.
    """
    this = _visit(state, browser) & provider_visit.c.account_id.is_not(None)
    with engine.connect() as connection:
        row = connection.execute(select(provider_visit).where(this)).one_or_none()
    if row is None:
        raise Failed("expired")
    factor.demand(engine, row.account_id, code)
    with writing(engine) as connection:
        if connection.execute(delete(provider_visit).where(this)).rowcount != 1:
            raise Failed("expired")
    return Entered(row.account_id, row.question)


def discovered(at: Provider) -> Mapping[str, Any]:
    """What the provider tells of itself. Raises Failed("unreachable")."""
    found = _json(f"{at.issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != at.issuer or not all(found.get(name) for name in needed):
        raise Failed("unreachable")
    return found


def _claims(at: Provider, row: Row[*tuple[Any, ...]], code: str) -> Mapping[str, Any]:
    """What the provider vouches for. Raises Failed."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
    from requests import RequestException

    about = discovered(at)
    try:
        with _client(at) as client:
            told = {"code": code, "code_verifier": row.verifier, "timeout": _PATIENCE}
            token = client.fetch_token(about["token_endpoint"], **told)
        keys = KeySet.import_key_set({"keys": _json(about["jwks_uri"])["keys"]})
        claims = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS).claims
        _rules(at, row.nonce).validate(claims)
    except RequestException as error:
        raise Failed("unreachable") from error
    except (AuthlibBaseError, JoseError, KeyError, ValueError, TypeError) as error:
        raise Failed("refused") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp") != at.client_id:
        raise Failed("refused")
    return claims if "email" in claims else _user_info(about, token, claims)


def _rules(at: Provider, nonce: str) -> Any:
    from joserfc import jwt

    return jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": at.issuer},
        aud={"essential": True, "value": at.client_id},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )


def _user_info(
    about: Mapping[str, Any], token: Mapping[str, Any], claims: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What is told of somebody beside the token, by a provider that keeps that short."""
    address = about.get("userinfo_endpoint")
    if not address:
        return claims
    found = _json(address, Authorization=f"Bearer {token['access_token']}")
    return found if found.get("sub") == claims["sub"] else claims


def _account(connection: Connection, claims: Mapping[str, Any], question: str) -> UUID:
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise Failed("unverified", question)
    known = (account.c.email == folded(email)) & account.c.disabled.is_(False)
    found = connection.execute(select(account.c.id).where(known)).one_or_none()
    if found is None:
        raise Failed("unknown", question)
    return UUID(str(found.id))


def _client(at: Provider) -> Any:
    # Late: a service that signs nobody in elsewhere does without.
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        at.client_id,
        at.client_secret,
        scope="openid email",
        redirect_uri=at.back,
        code_challenge_method="S256",
    )


def _json(address: str, **headers: str) -> dict[str, Any]:
    import requests

    try:
        answer = requests.get(address, headers=headers, timeout=_PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except requests.RequestException as error:
        raise Failed("unreachable") from error
    if not isinstance(found, dict):
        raise Failed("unreachable")
    return found


def _visit(state: str, browser: str) -> Any:
    return (
        (provider_visit.c.hash == secret.hashed(state))
        & (provider_visit.c.browser_hash == secret.hashed(browser))
        & (provider_visit.c.good_until >= datetime.now(UTC))
    )
