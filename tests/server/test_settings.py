"""What the service is told, from where, and what is said of what it cannot use."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from server import checking, schema
from server.database import open_engine
from server.settings import DATA_DIR, FILE, PREFIX, Settings, Unusable, read
from tests.fixtures.mailbox import running_mailbox
from tests.source_tree import ROOT

DOCUMENT = ROOT / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_DIR, str(tmp_path / "data"))
    monkeypatch.delenv(FILE, raising=False)


def told(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "service.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv(FILE, str(file))


def test_arguments_stand_above_the_environment_and_that_above_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(tmp_path, 'smtp_host = "file"\nsmtp_user = "file"\nmail_from = "a@x.no"\n', monkeypatch)
    monkeypatch.setenv(f"{PREFIX}SMTP_USER", "environment")
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", "postgresql://environment/a")

    found = read(database_url="postgresql://argument/a", data_dir=None)

    assert (found.smtp_host, found.smtp_user) == ("file", "environment")
    assert found.database == "postgresql://argument/a"
    assert found.data_dir == tmp_path / "data"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('smpt_host = "a"', "smpt_host: there is no such setting"),
        ("smtp_port = 0", "smtp_port: this is less than 1, the least that can be"),
        ('smtp_security = "ssl"', "smtp_security: this can be 'starttls', 'tls' or 'none'"),
        ('public_url = "barnehage"', "public_url: an address begins with https:// and has a name"),
        ('trusted_proxies = "*"', "trusted_proxies: «*» is neither an address nor a network"),
        ("metrics_port = 70000", "metrics_port: this is more than 65535, the most that can be"),
        ('metrics_port = "ni"', "metrics_port: this is no whole number"),
        ("smtp_host = 5", "smtp_host: this is no text; in the file it stands in quotes"),
        ("smtp_host = ", f"{FILE}: the file cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, sentence: str
) -> None:
    told(tmp_path, text, monkeypatch)

    with pytest.raises(Unusable) as unusable:
        read()

    [problem] = unusable.value.problems
    assert problem.startswith(sentence)


def test_a_name_of_the_environment_that_nobody_reads_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"{PREFIX}SMTP_HOTS", "x")
    monkeypatch.setenv(f"{PREFIX}SMTP_PORT", "")

    with pytest.raises(Unusable) as unusable:
        read()

    assert unusable.value.problems == [
        "smtp_port: this is no whole number",
        f"{PREFIX}SMTP_HOTS: there is no such setting",
    ]


def test_a_file_that_is_not_there_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE, "/nowhere/service.toml")

    with pytest.raises(Unusable, match="there is no file"):
        read()


def test_no_password_is_shown_by_what_holds_it() -> None:
    settings = read(smtp_password="svært hemmelig")

    assert "hemmelig" not in f"{settings!r} {settings}"


def ready(**arguments: object) -> Settings:
    """Settings of a service that has been started once."""
    settings = read(**arguments)
    settings.make_folder()
    engine: Engine = open_engine(settings.database)
    schema.prepare(engine)
    engine.dispose()
    return settings


def test_a_service_that_can_do_all_has_no_problem() -> None:
    with running_mailbox() as mailbox:
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.smtp.port, "smtp_security": "none"}
        place = {"public_url": "https://x.example.no", "trusted_proxies": "127.0.0.1, 10.0.0.0/8"}
        settings = ready(**smtp, **place, mail_from=mailbox.smtp.sender)

        assert list(checking.problems(settings)) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "smtp_host: no mail is sent; people who forget their password must ask you"),
        ({"smtp_host": "x"}, "mail_from: it must be given before mails can be sent"),
        ({"public_url": "http://x.example.no"}, "public_url: people's passwords would go"),
        ({"public_url": "https://x.example.no"}, "trusted_proxies: name the proxy that seals"),
        ({"erased": "{tmp}/list"}, "erased: the list of the erased cannot be read"),
        ({"downloads": "{tmp}/none"}, "downloads: there is no folder"),
        ({"downloads": "{tmp}"}, "downloads: no installer lies in"),
        (
            {
                "smtp_host": "127.0.0.1",
                "smtp_port": 1,
                "mail_from": "a@x.no",
                "public_url": "https://x.no",
            },
            "smtp_host: the mail server does not answer as it should",
        ),
    ],
)
def test_what_is_to_be_mended_is_told(
    tmp_path: Path, arguments: dict[str, object], sentence: str
) -> None:
    (tmp_path / "list").write_bytes(b"no list\n")
    given = {
        name: value.format(tmp=tmp_path) if isinstance(value, str) else value
        for name, value in arguments.items()
    }

    assert any(one.startswith(sentence) for one in checking.problems(ready(**given)))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/a", "database_url: «mysql» cannot be used"),
        ("no address", "database_url: this is no address of a database"),
        ("postgresql://127.0.0.1:1/a", "database: it does not answer"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(url: str, sentence: str) -> None:
    assert next(checking.problems(read(database_url=url))).startswith(sentence)


def test_a_database_that_is_behind_is_told(postgresql_url: str) -> None:
    assert "run «migrate»" in next(checking.problems(read(database_url=postgresql_url)))


def test_every_setting_stands_in_the_documentation() -> None:
    lines = [
        f"| `{name}` | {_shown(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]

    assert [line for line in lines if line not in DOCUMENT.read_text(encoding="utf-8")] == []


def _shown(name: str) -> str:
    if name == "data_dir":
        return f"`{DATA_DIR}`"
    return f"`{PREFIX}{name.upper()}`"
