"""What the import of a list says of files, columns and rows."""

from typing import Final

from desktop.models.staff_columns import Field
from desktop.models.staff_import import Action, Entry, Preview
from desktop.texts import N_, _, ngettext
from desktop.views.desk import Desk
from desktop.views.sentences import problem
from desktop.views.theme.tokens import Tone

FIELDS: Final = {
    Field.NAME: N_("Name"),
    Field.FIRST_NAME: N_("First name"),
    Field.LAST_NAME: N_("Last name"),
    Field.EMAIL: N_("E-mail"),
    Field.MOBILE: N_("Mobile"),
    Field.ROLES: N_("Role"),
    Field.STARTS_ON: N_("Start date"),
    Field.ENDS_ON: N_("Last day of work"),
}

_ACTIONS: Final[dict[Action, tuple[str, Tone]]] = {
    Action.NEW: (N_("Is enrolled"), "primary"),
    Action.UPDATE: (N_("Is updated"), "info"),
    Action.SAME: (N_("Unchanged"), "neutral"),
    Action.KNOWN: (N_("Enrolled already"), "neutral"),
    Action.LEFT: (N_("Has left the kindergarten"), "neutral"),
    Action.WRONG: (N_("Mend: {fields}"), "danger"),
    Action.OUT: (N_("Left out"), "neutral"),
}

_FILES: Final = {
    "missing": N_("The file could not be opened. Close it in Excel, or choose another file."),
    "too_large": N_("The file is too large for a staff list. Save the list alone in a new file."),
    "protected": N_("The file has a password. Save it without one, and choose it again."),
    "not_a_table": N_("This is no Excel file and no CSV. Save the list as .xlsx, and choose that."),
    "empty": N_("There is nothing in this file. Choose another one."),
}


def file_sentence(code: str) -> str:
    """Why a file cannot be read, and what to do."""
    return _(_FILES[code])


def action_text(entry: Entry) -> str:
    """What becomes of a row, or which of its fields must be mended."""
    names = [_(FIELDS[Field(name)]).lower() for name in entry.problems]
    return _(_ACTIONS[entry.action][0]).format(fields=", ".join(names))


def action_tone(entry: Entry) -> Tone:
    """The colour that helps the words."""
    return _ACTIONS[entry.action][1]


def facts(found: Preview) -> str:
    """The line under the title: what the import would do."""
    passed = found.count(Action.KNOWN, Action.SAME, Action.LEFT, Action.OUT)
    parts = (
        (found.count(Action.NEW), _("{n} are enrolled")),
        (found.count(Action.UPDATE), _("{n} are updated")),
        (passed, _("{n} are passed over")),
        (found.count(Action.WRONG), _("{n} must be mended")),
    )
    return " · ".join(words.format(n=n) for n, words in parts if n) or _("No rows")


def button_text(found: Preview) -> str:
    """What the button that does it says."""
    n, updated = found.count(Action.NEW), found.count(Action.UPDATE)
    if n and updated:
        return _("Enrol {n}, update {updated}").format(n=n, updated=updated)
    if updated:
        return _("Update {updated}").format(updated=updated)
    return _("Enrol {n}").format(n=n)


def outcome(enrolled: int, updated: int, wrong: int) -> str:
    """What an import did."""
    parts = []
    if enrolled or not updated:
        words = ngettext("{n} person is enrolled.", "{n} people are enrolled.", enrolled)
        parts.append(words.format(n=enrolled))
    if updated:
        words = ngettext("{n} person is updated.", "{n} people are updated.", updated)
        parts.append(words.format(n=updated))
    if wrong:
        words = ngettext(
            "{n} row with errors was not taken.", "{n} rows with errors were not taken.", wrong
        )
        parts.append(words.format(n=wrong))
    return " ".join(parts)


def tell_undone(desk: Desk, stay: int) -> None:
    """Say who stays though the import is undone."""
    if stay:
        words = ngettext(
            "{n} person has registered meanwhile and stays.",
            "{n} people have registered meanwhile and stay.",
            stay,
        )
        desk.messages.info(words.format(n=stay))


def problem_sentence(entry: Entry, field: str) -> str:
    """What to do about a field of a row."""
    code = entry.problems[field]
    if code == "twice":
        words = _("Row {n} has the same address. Leave one of the two out, or mend the address.")
        return words.format(n=entry.other)
    if field == "roles" and entry.role_word:
        words = _("The program knows no role called «{word}». Choose the one that fits.")
        return words.format(word=entry.role_word)
    return _("Write the date as 26.11.2026.") if code == "not_a_date" else problem(code)
