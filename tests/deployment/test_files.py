"""The files of deploy/ against the tools that read them, the settings and the command line."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from server import __main__ as command_line
from server.settings import PREFIX, Settings, variables
from tests.source_tree import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ["barnehagealliansen@.service", "barnehagealliansen-backup.service"]
PROGRAM = "/opt/barnehagealliansen/venv/bin/barnehagealliansen-server"
KNOWN = variables()


def compose() -> dict[str, Any]:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def understood(words: list[str]) -> None:
    """Fail where the command line does not know these words."""
    command_line._parser().parse_args(words)


def unit(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def systemd_analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    for name in [*UNITS, "barnehagealliansen-backup.timer"]:
        # The program is in its place where it is installed, and not here.
        text = unit(name).replace(PROGRAM, "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = systemd_analyze("verify", *sorted(tmp_path.iterdir()))

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_lets_the_program_do_no_more_than_it_must(name: str) -> None:
    done = systemd_analyze("security", "--offline=true", "--threshold=20", DEPLOY / name)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_names_settings_and_commands_that_there_are(name: str) -> None:
    text = unit(name).replace("%i", "0").replace("%%", "%")
    told = set(re.findall(rf"^Environment=({PREFIX}\w+)=", text, re.MULTILINE))
    text = re.sub(r"\$\$\([^)]*\)", "today", text)
    [words] = re.findall(rf"{PROGRAM} ([^'\n]*)", text)

    assert told <= KNOWN
    understood(shlex.split(words))


def test_the_compose_file_names_settings_that_there_are() -> None:
    found = compose()
    told = found["x-service"]["environment"]
    values: dict[str, Any] = {
        name.removeprefix(PREFIX).lower(): re.sub(r"\$\{\w+:[?-]\}", "x.example.no", value)
        for name, value in told.items()
    }

    assert set(told) <= KNOWN
    settings = Settings(**values)
    assert settings.smtp is not None
    assert settings.public_url == "https://x.example.no"


def test_the_compose_file_starts_commands_that_there_are_in_their_order() -> None:
    services = compose()["services"]
    understood(services["migrate"]["command"])
    understood(services["service"]["command"])

    after = services["service"]["depends_on"]
    assert after == {"migrate": {"condition": "service_completed_successfully"}}


def test_the_compose_file_shows_nothing_but_the_proxy_and_trusts_it_alone() -> None:
    found = compose()
    services = found["services"]
    [proxy] = [name for name, one in services.items() if "ports" in one]
    settings = found["x-service"]["environment"]

    assert proxy == "caddy"
    trusted = settings[f"{PREFIX}TRUSTED_PROXIES"]
    assert trusted == services["caddy"]["networks"]["inside"]["ipv4_address"]
    port = services["service"]["command"][-1]
    assert services["caddy"]["environment"]["UPSTREAMS"] == f"service:{port}"


def test_the_image_is_made_from_any_base_and_starts_the_service() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE)
    [started] = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)

    assert text.index("ARG BASE=") < text.index("FROM ${BASE}")
    assert [one for line in copied for one in line.split() if not (ROOT / one).exists()] == []
    understood(yaml.safe_load(started))


@pytest.mark.slow
def test_caddy_takes_its_file_as_it_is() -> None:
    caddy = shutil.which("caddy")
    assert caddy is not None, "./dev test --slow installs it"
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    formatted = subprocess.run([caddy, "fmt", command[-1]], capture_output=True, check=True)
    assert formatted.stdout == (DEPLOY / "Caddyfile").read_bytes()
