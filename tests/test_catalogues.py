"""The catalogue of a language against the code, and our reader against Babel's."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from resources.catalogue import read_catalogue

ROOT = Path(__file__).parents[1]
CATALOGUES = [(domain, language) for domain in ("desktop", "service") for language in ("nb", "nn")]
SOURCES = {"desktop": "desktop", "service": "server"}

every = pytest.mark.parametrize(("domain", "language"), CATALOGUES)


def file_of(domain: str, language: str) -> Path:
    return ROOT / "resources" / "translations" / language / "LC_MESSAGES" / f"{domain}.po"


def messages_in_code(domain: str) -> set[str]:
    """The messages of a program, in its code and in its pages."""
    found = set()
    folder = ROOT / SOURCES[domain]
    for page in folder.rglob("*.html"):
        source = BytesIO(page.read_bytes())
        extracted = extract("jinja2.ext:babel_extract", source, keywords={"_": None})
        found |= {str(message) for _line, message, *_ in extracted}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                first = node.args[0] if node.args else None
                if name not in {"_", "N_", "ngettext"} or not isinstance(first, ast.Constant):
                    continue
                found.add(str(first.value))
    return found


def babel_catalogue(domain: str, language: str) -> Catalog:
    with file_of(domain, language).open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


@every
def test_every_message_of_the_code_is_translated(domain: str, language: str) -> None:
    known = read_catalogue(file_of(domain, language))
    missing = messages_in_code(domain) - set(known.one) - set(known.many)
    assert not missing, "\n\n".join(f'msgid "{one}"\nmsgstr ""' for one in sorted(missing))


@every
def test_the_catalogue_is_read_as_babel_reads_it(domain: str, language: str) -> None:
    ours = read_catalogue(file_of(domain, language))
    for message in babel_catalogue(domain, language):
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            assert ours.one.get(message.id, "") == message.string
        else:
            assert ours.many.get(message.id[0]) == tuple(message.string or ())


@every
def test_no_message_stands_twice(domain: str, language: str) -> None:
    blocks = file_of(domain, language).read_text(encoding="utf-8").split("\n\n")
    ids = [block.partition("msgid ")[2].partition("\nmsg")[0] for block in blocks]
    assert [one for one in sorted(set(ids)) if ids.count(one) > 1] == []


@every
def test_translations_keep_the_places_of_the_values(domain: str, language: str) -> None:
    for message in babel_catalogue(domain, language):
        for error in message.check():
            raise AssertionError(error)
        if isinstance(message.id, str) and message.string:
            assert _places(message.id) == _places(str(message.string)), message.id


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_line_of_the_window_breaks_inside_a_pc(language: str) -> None:
    for message in babel_catalogue("desktop", language):
        said = [message.string] if isinstance(message.string, str) else message.string or ()
        broken = [one for one in said if re.search(r"PC-[a-zæøå]", str(one))]
        assert not broken, "take \N{NON-BREAKING HYPHEN}"


def _places(text: str) -> set[str]:
    from string import Formatter

    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_escapes_plurals_and_long_entries_are_read(tmp_path: Path) -> None:
    file = tmp_path / "some.po"
    file.write_text(
        'msgid ""\nmsgstr "Language: nb\\n"\n\n'
        'msgid "a \\"b\\"\\n"\nmsgstr "c \\"d\\"\\n"\n\n'
        'msgid ""\n"long "\n"one"\nmsgstr ""\n"lang "\n"en"\n\n'
        '#, fuzzy\nmsgid "old"\nmsgstr "gammel"\n\n'
        'msgid "{n} x"\nmsgid_plural "{n} xs"\nmsgstr[0] "{n} y"\nmsgstr[1] "{n} yer"\n',
        encoding="utf-8",
    )
    found = read_catalogue(file)
    assert found.one == {'a "b"\n': 'c "d"\n', "long one": "lang en"}
    assert found.many == {"{n} x": ("{n} y", "{n} yer")}
