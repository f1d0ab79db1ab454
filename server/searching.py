"""Words that people look for, in columns of either database."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_

_ESCAPE = "\\"


def contains(columns: Iterable[ColumnElement[str]], text: str) -> ColumnElement[bool]:
    """The condition that one of the columns has a text in it, in large letters or small.

    SQLite folds English letters alone, so that the others are asked for in each form they take.
    """
    others = set() if text.isascii() else {text.casefold(), text.upper(), text.title()}
    forms = sorted({text, *others})
    return or_(
        *(
            column.ilike(f"%{_escaped(form)}%", escape=_ESCAPE)
            for column in columns
            for form in forms
        )
    )


def _escaped(text: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, f"{_ESCAPE}{sign}")
    return text.replace("\0", "")
