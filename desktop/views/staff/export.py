"""The staff list as a file that Excel opens, with headings that the import knows again."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.models.staff import Member
from desktop.texts import _, short_date
from desktop.views.staff.words import role_names, status_text
from desktop.views.widgets import files

_WIDTHS: Final = (28, 32, 16, 30, 14, 18, 22, 14)


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Ask where to save the list, and as what."""
    kinds = _("Excel (*.xlsx);;CSV (*.csv)")
    return files.ask_where(parent, _("Save the staff list"), name, kinds)


def table(members: Iterable[Member]) -> list[list[str]]:
    """The staff as rows of text under their headings."""
    headings = (
        _("Name"),
        _("E-mail"),
        _("Mobile"),
        _("Role"),
        _("Start date"),
        _("Last day of work"),
        _("Status"),
        _("Told"),
    )
    return [list(headings), *(_row(one) for one in members)]


def save(path: Path, members: Iterable[Member]) -> Callable[[], Path]:
    """What writes the list, as CSV where the name says so. It raises KnownError."""
    # The words are taken now: what writes runs beside the window, which may change its language.
    rows, name = table(members), _("Staff")

    def write() -> Path:
        from desktop.spreadsheets import separated, workbook

        as_csv = path.suffix.lower() == ".csv"
        content = separated(rows) if as_csv else workbook(rows, _WIDTHS, name)
        return files.write_whole(path, content)

    return write


def _row(member: Member) -> list[str]:
    return [
        member.name,
        member.email,
        member.form.mobile or "",
        role_names(member.form.roles),
        short_date(member.form.starts_on),
        short_date(member.ends_on) if member.ends_on else "",
        status_text(member),
        short_date(member.told_on) if member.told_on else "",
    ]
