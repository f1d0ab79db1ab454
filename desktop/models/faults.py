"""What can go wrong that is not our mistake, as values that a view turns into sentences."""

from typing import Any


class Refused(Exception):
    """A rule says no to what the user asked for.

    `code` is a stable word, `field` the field at fault or empty, `about` what the sentence names.
    """

    def __init__(self, code: str, field: str = "", **about: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.about = about


class StorageFault(Exception):
    """The data folder or the database in it cannot be used.

    `code` is one of: newer, not_writable, full, disk, damaged, busy, in_use.
    """

    def __init__(self, code: str, path: str) -> None:
        super().__init__(code)
        self.code = code
        self.path = path
