"""What is offered under a line while one types."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate

_MOST_SEEN = 10


class Completions(QCompleter):
    """Those of some words that have what is typed in them, in a list like that of a choice."""

    def __init__(self, words: Sequence[str] | QStringListModel, parent: QObject) -> None:
        super().__init__(parent)
        listed = words if isinstance(words, QStringListModel) else QStringListModel(words, self)
        self.setModel(listed)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(_MOST_SEEN)
        popup = QListView()
        popup.setObjectName("completions")
        self.setPopup(popup)
        # after: a popup is given a delegate of its own, which knows no style sheet
        popup.setItemDelegate(QStyledItemDelegate(popup))
