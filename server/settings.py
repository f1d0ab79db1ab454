"""What the service is told: by its arguments, the environment, and a file.

Each setting is a variable BARNEHAGEALLIANSEN_NAME, or `name` in the TOML file that
BARNEHAGEALLIANSEN_SETTINGS names; arguments stand above the environment, and that above the file.
docs/settings.md tells what each is for.
"""

import os
import sys
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from server.mail import Smtp

_FOLDER = "barnehagealliansen-server"
_DATABASE = "service.sqlite3"
PREFIX = "BARNEHAGEALLIANSEN_"
DATABASE_URL = f"{PREFIX}DATABASE_URL"
DATA_DIR = f"{PREFIX}SERVER_DATA"
ERASED = f"{PREFIX}ERASED"
FILE = f"{PREFIX}SETTINGS"


class Unusable(Exception):
    """Settings that cannot be used. Holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """What the service is told when it starts. Build it with `read`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data_dir: Path = Field(
        default_factory=lambda: default_folder(),  # noqa: PLW0108 - it stands below
        validation_alias=AliasChoices("data_dir", DATA_DIR),
        description="Folder of the embedded database; where nothing is said, one of the system's.",
    )
    database_url: str = Field("", description="PostgreSQL; empty for the embedded database.")
    erased: str = Field(
        "",
        description="File of the ids of who was erased. It lies beside the folder of the data where"
        " nothing is said: a backup of the folder that is put back must not take it along.",
    )
    public_url: str = Field(
        "", description="Where people reach the service, for links in mails: https://…"
    )
    downloads: str = Field(
        "",
        description="Folder of the installers that the page /last-ned offers: .exe, .msi, .dmg,"
        " .pkg, .deb, .AppImage.",
    )
    smtp_host: str = Field("", description="Mail server; without one, no mail is sent.")
    smtp_port: int = Field(587, ge=1, le=65_535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="«tls» from the first byte, «none» only for one on this machine."
    )
    smtp_user: str = Field("", description="Who signs in there; empty where nobody must.")
    smtp_password: SecretStr = Field(SecretStr(""), description="The password for that.")
    oidc_issuer: str = Field(
        "",
        description="Identity provider by which people may sign in beside their password, as it"
        " calls itself: https://… It is asked for people's e-mail address.",
    )
    oidc_client_id: str = Field("", description="As whom the service is known there.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="The secret for that.")
    oidc_name: str = Field(
        "", description="What people call it, for «Logg inn med …»; its host where nothing is said."
    )
    mail_from: str = Field("", description="Sender of mails: «Barnehagealliansen <ikke-svar@…>».")
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of the proxies before the service, with commas between:"
        " they alone are believed where a request comes from.",
    )
    keep_outcomes_days: int = Field(
        400,
        ge=100,
        description="Days for which it is remembered what became of each change that a desktop"
        " sent. Longer than any desktop is away.",
    )
    erase_leavers_days: int = Field(
        90, ge=0, description="Days after the end date when who has left is erased; 0 for never."
    )
    metrics_port: int = Field(
        0, ge=0, le=65_535, description="Port on which Prometheus reads figures; 0 for none."
    )
    metrics_host: str = Field(
        "127.0.0.1",
        description="Address on which it does: this machine, or one that no stranger reaches.",
    )
    log_form: Literal["lines", "json"] = Field(
        "lines", description="«json» for what gathers logs, a line of it for each record."
    )
    log_level: Literal["warning", "info"] = Field(
        "warning", description="«info» tells of each request and each job done as well."
    )
    otlp_endpoint: str = Field(
        "",
        description="Where traces go, to a receiver of OTLP over HTTP: http://127.0.0.1:4318."
        " Needs the extra `tracing`.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - named by the library
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        told = (init_settings, env_settings)
        file = os.environ.get(FILE)
        return (*told, TomlConfigSettingsSource(settings_cls, Path(file))) if file else told

    @field_validator("oidc_issuer")
    @classmethod
    def _is_sealed(cls, url: str) -> str:
        on_this_machine = urlsplit(url).hostname == "localhost"
        if url and urlsplit(url).scheme != "https" and not on_this_machine:
            raise ValueError("an address begins with https://, so that nobody can listen in")
        return url

    @field_validator("public_url", "otlp_endpoint")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise ValueError("an address begins with https:// and has a name")
        return url.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, proxies: str) -> str:
        for one in filter(None, (name.strip() for name in proxies.split(","))):
            try:
                ip_network(one, strict=False)
            except ValueError:
                raise ValueError(
                    f"«{one}» is neither an address nor a network, such as 10.0.0.0/8"
                ) from None
        return proxies

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / _DATABASE}"

    @property
    def erased_list(self) -> Path:
        """Where the ids of the erased stand."""
        folder = self.data_dir.absolute()
        return Path(self.erased) if self.erased else folder.with_name(f"{folder.name}.erased.jsonl")

    @property
    def installers(self) -> Path | None:
        """Where the installers lie; None where none are offered."""
        return Path(self.downloads) if self.downloads else None

    @property
    def smtp(self) -> Smtp | None:
        """The mail server; None where mails are not sent."""
        if not (self.smtp_host and self.mail_from and self.public_url):
            return None
        return Smtp(
            self.smtp_host,
            self.smtp_port,
            self.mail_from,
            self.smtp_security,
            self.smtp_user,
            self.smtp_password.get_secret_value(),
        )

    def make_folder(self) -> None:
        """Make the folder of the embedded database, for this account's eyes only."""
        if not self.database_url:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def read(**arguments: Any) -> Settings:
    """The settings, with these arguments on top where they say something. Raises Unusable."""
    given = {name: value for name, value in arguments.items() if value}
    file = os.environ.get(FILE)
    unknown = list(_unknown())
    if file and not Path(file).is_file():
        raise Unusable([f"{FILE}: there is no file «{file}»", *unknown])
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise Unusable([*_sentences(error), *unknown]) from None
    except ValueError as error:
        raise Unusable([f"{FILE}: the file cannot be read: {error}", *unknown]) from None
    if unknown:
        raise Unusable(unknown)
    return settings


def variables() -> frozenset[str]:
    """The variables of the environment that say something to the service."""
    names = Settings.model_fields.keys() - {"data_dir"}
    return frozenset({DATA_DIR, FILE, *(f"{PREFIX}{name.upper()}" for name in names)})


def default_folder() -> Path:
    """Where data of a service lie on this system, unless the settings say otherwise."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / _FOLDER
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / _FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / _FOLDER


def _unknown() -> Iterator[str]:
    """What the environment says in our name and nobody reads: most likely a slip of the pen."""
    known = variables()
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            yield f"{name}: there is no such setting"


def _sentences(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        if problem["type"] == "extra_forbidden":
            yield f"{name}: there is no such setting"
        else:
            yield f"{name}: {_sentence(problem)}"


def _sentence(problem: ErrorDetails) -> str:
    """What is wrong with a value, to somebody who knows the setting and not the library."""
    if said := _SAID.get(problem["type"]):
        return said.format(**problem.get("ctx", {}))
    return problem["msg"].removeprefix("Value error, ")


_NO_NUMBER = "this is no whole number"
_NO_TEXT = "this is no text; in the file it stands in quotes"
_SAID = {
    "int_parsing": _NO_NUMBER,
    "int_type": _NO_NUMBER,
    "int_from_float": _NO_NUMBER,
    "greater_than_equal": "this is less than {ge}, the least that can be",
    "less_than_equal": "this is more than {le}, the most that can be",
    "literal_error": "this can be {expected}",
    "string_type": _NO_TEXT,
    "path_type": _NO_TEXT,
}
"""What is said of the library's errors."""
