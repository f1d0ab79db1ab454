"""The kindergarten that is to join, kept on this PC until its manager has an account.

It lies beside the settings, since there is no account yet whose database could hold it. Nothing
of a person is in it: who the manager is, the service asks in the browser.
"""

from dataclasses import asdict, dataclass, fields
from pathlib import Path

from desktop import kept_json


@dataclass(frozen=True, slots=True)
class JoinDraft:
    """What is typed so far. `asked_on` is the day on which the browser was opened with it."""

    organisation_number: str = ""
    name: str = ""
    municipality: str = ""
    service: str = ""
    asked_on: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is worth keeping."""
        return not (self.organisation_number or self.name or self.municipality)


class JoinFile:
    """The draft of one data folder. A file that cannot be read counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> JoinDraft:
        """The draft, or an empty one."""
        found = kept_json.read(self._path)
        if not isinstance(found, dict):
            return JoinDraft()
        names = {field.name for field in fields(JoinDraft)}
        return JoinDraft(**{k: v for k, v in found.items() if k in names and _is_text(v)})

    def keep(self, draft: JoinDraft) -> None:
        """Write it down; an empty one leaves no file. A disk that refuses is only logged."""
        if draft.is_empty:
            self.forget()
        else:
            kept_json.keep(self._path, asdict(draft))

    def forget(self) -> None:
        """There is an account now."""
        kept_json.forget(self._path)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
