"""The rules that keep the house tidy."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_archon import archrule

from tests.source_tree import (
    PACKAGES,
    ROOT,
    Module,
    cycle,
    import_graph,
    imports,
    long_functions,
    modules,
    project_files,
    under,
)

GROUND_FLOOR = (
    "sqlalchemy",
    "msgspec",
    "isal",
    "uuid_utils",
    "email_validator",
    "phonenumbers",
    "stdnum",
)
SHELL = ("desktop.views", "desktop.app", "desktop.background")
CREDENTIALS = "desktop.sync.credentials"
WEB = ("fastapi", "starlette", "uvicorn", "psycopg", "argon2", "pydantic")


@dataclass(frozen=True)
class Bar:
    """These modules do not import those names."""

    reason: str
    who: tuple[str, ...]
    what: tuple[str, ...]
    but: tuple[str, ...] = ()

    def broken(self, found: list[Module]) -> Iterator[str]:
        for module in found:
            if under(module.name, *self.who) and not under(module.name, *self.but):
                yield from (
                    f"{module.path} imports {name}: {self.reason}"
                    for name in imports(module)
                    if under(name, *self.what)
                )


BARS = (
    Bar("the ground floor knows no storey", ("contract", "resources"), ("desktop", "server")),
    Bar("the service knows no desktop", ("server",), ("desktop",)),
    Bar("the desktop knows no service", ("desktop",), ("server",)),
    Bar("only tests import tests", ("contract", "desktop", "server"), ("tests", "benchmarks")),
    Bar("Qt has three homes", ("contract", "desktop", "server"), ("PySide6",), SHELL),
    Bar(
        "two doors to HTTP",
        ("contract", "desktop"),
        ("requests", "urllib3", "urllib.request", "http.client", "httpx"),
        ("desktop.sync.transport", "desktop.sync.registers"),
    ),
    Bar(
        "one door to secrets", ("contract", "desktop"), ("keyring",), ("desktop.sync.credentials",)
    ),
    Bar("documents make PDFs", ("contract", "desktop"), ("reportlab",), ("desktop.documents",)),
    Bar(
        "one door to Excel",
        ("contract", "desktop"),
        ("python_calamine", "xlsxwriter", "openpyxl"),
        ("desktop.spreadsheets",),
    ),
    Bar("the web is the service's", ("contract", "desktop"), WEB),
    Bar("views ask models", ("desktop.views",), ("sqlalchemy", "alembic", "sqlite3")),
    Bar(
        "views show values", ("desktop.views",), ("desktop.app", "contract.codec", "contract.wire")
    ),
    Bar(
        "models know no upper floor",
        ("desktop.models",),
        (*SHELL, "desktop.sync", "desktop.documents"),
    ),
    Bar(
        "documents make values into bytes",
        ("desktop.documents",),
        (*SHELL, "desktop.sync", "desktop.models.database", "sqlalchemy", "sqlite3"),
    ),
    Bar("sync stands on models and contract", ("desktop.sync",), (*SHELL, "desktop.documents")),
    Bar(
        "tables are rows of text",
        ("desktop.spreadsheets",),
        (*SHELL, "desktop.sync", "desktop.documents", "desktop.models", "sqlalchemy", "sqlite3"),
    ),
    Bar("HTTP is not in sync's service", ("server.sync_service",), ("fastapi", "starlette")),
)


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.reason.replace(" ", "-"))
def test_nobody_imports_what_is_not_theirs(bar: Bar) -> None:
    assert list(bar.broken(modules("contract", "desktop", "server", "resources"))) == []


def test_a_forbidden_import_is_found_however_it_is_written() -> None:
    bar = Bar("the desktop knows no service", ("desktop",), ("server",), ("desktop.allowed",))
    sources = {
        "desktop/one.py": "import server.tables",
        "desktop/two.py": "def late():\n    from server import tables",
        "desktop/models/three.py": "from ...server import tables",
        "desktop/four.py": "import serverless\nfrom desktop import server_name",
        "desktop/allowed.py": "import server",
    }
    broken = list(bar.broken(_planted(sources)))
    assert [line.split()[0] for line in broken] == list(sources)[:3]


def test_contract_stands_on_the_standard_library_and_small_validators() -> None:
    allowed = {*sys.stdlib_module_names, *GROUND_FLOOR, "contract", "resources"}
    assert _outside(modules("contract"), allowed) == []
    assert _outside(_planted({"contract/a.py": "import json, requests"}), allowed) == [
        "contract/a.py imports requests"
    ]


def _outside(found: list[Module], allowed: set[str]) -> list[str]:
    return [
        f"{module.path} imports {name}"
        for module in found
        for name in imports(module)
        if name.split(".")[0] not in allowed
    ]


def test_views_use_of_sync_only_what_it_shows() -> None:
    inside = {m.name for m in modules("desktop") if m.name.startswith("desktop.sync.")}
    bar = Bar("sync's inside is its own", ("desktop.views",), tuple(sorted(inside)))
    assert list(bar.broken(modules("desktop"))) == []


@pytest.mark.parametrize("part", ["models", "documents", "sync"])
def test_the_core_of_the_desktop_runs_without_qt(part: str) -> None:
    if modules("desktop") and any(under(m.name, f"desktop.{part}") for m in modules("desktop")):
        rule = archrule(f"{part} without Qt").match(f"desktop.{part}*")
        rule.should_not_import("PySide6*").check("desktop")


def test_the_program_starts_before_it_imports_the_heavy_parts() -> None:
    if (ROOT / "desktop/__main__.py").exists():
        heavy = ("PySide6*", "sqlalchemy*", "alembic*", "requests*", "keyring*", "reportlab*")
        rule = archrule("late imports").match("desktop.__main__").should_not_import(*heavy)
        rule.check("desktop", only_toplevel_imports=True, skip_type_checking=True)


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert cycle(import_graph(modules(*PACKAGES))) == []


def test_a_ring_of_imports_is_found() -> None:
    ring = {
        "desktop/a.py": "from desktop import b",
        "desktop/b.py": "def late():\n    from desktop.c import thing",
        "desktop/c.py": "from .a import other",
    }
    assert cycle(import_graph(_planted(ring))) == ["desktop.a", "desktop.b", "desktop.c"]
    assert cycle(import_graph(_planted({**ring, "desktop/c.py": ""}))) == []


def _our_code() -> list[Module]:
    scripts = [path for path in project_files() if len(path.parts) == 1 and path.suffix == ".py"]
    single = [Module(path.stem, path, (ROOT / path).read_text()) for path in scripts]
    return [*modules(*PACKAGES), *single]


def test_no_file_has_over_400_lines() -> None:
    lengths = {str(m.path): len(m.source.splitlines()) for m in _our_code()}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_function_has_over_40_lines() -> None:
    assert [line for module in _our_code() for line in long_functions(module, 41)] == []


def test_a_function_of_41_lines_is_found() -> None:
    source = "class A:\n    async def f(self):\n" + "        pass\n" * 40
    (module,) = _planted({"desktop/a.py": source})
    assert long_functions(module, 41) == ["desktop/a.py:2 f has 41 lines"]
    assert long_functions(module, 42) == []


LAYOUT = """
    desktop/views desktop/models desktop/sync resources tests pyproject.toml build_installer.py
    contract/records server benchmarks docs/decisions dev .ci/run requirements.lock
    README.md CHANGELOG.md CONTRIBUTING.md LICENSE docs/architecture.md
"""


def test_the_layout_is_the_one_that_everybody_knows() -> None:
    assert [name for name in LAYOUT.split() if not (ROOT / name).exists()] == []


def test_nothing_names_a_registry_or_a_place_outside_the_project() -> None:
    assert [
        f"{path}: {found}"
        for path in project_files()
        for found in _outside_addresses((ROOT / path).read_bytes())
    ] == []


def test_an_address_of_a_registry_is_found() -> None:
    folder, index = "/".join(("..", "shared")), "https://example.no/" + "simple/"
    text = f"see {folder}/design and {index}"
    assert _outside_addresses(text.encode()) == [folder, index]


def _outside_addresses(content: bytes) -> list[str]:
    # Written in pieces, so that this file does not name them either.
    hosts = "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)"))
    patterns = (
        r"\.\./" + "shared",
        r"(?<![\w.])/" + r"work/\w+",
        rf"\b(?:{hosts})\b",
        r"https?://\S+/" + r"simple\b/?",
        r"deb" + r"\.debian\.org",
    )
    text = content.decode(errors="replace") if b"\0" not in content else ""
    return [match.group() for pattern in patterns for match in re.finditer(pattern, text)]


def _planted(sources: dict[str, str]) -> list[Module]:
    return [
        Module(path.removesuffix(".py").replace("/", "."), Path(path), source)
        for path, source in sources.items()
    ]
