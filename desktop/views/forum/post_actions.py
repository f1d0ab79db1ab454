"""The row of buttons under a post: thumbs-up, quote, report; change and delete for its writer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.forum_values import Opened
from desktop.texts import _
from desktop.views.forum.thumb_button import ThumbButton
from desktop.views.widgets.button import Button
from desktop.views.widgets.flow_layout import FlowLayout


class PostActions(QWidget):
    """thumbed(bool), and the rest without a word: what was pressed."""

    thumbed = Signal(bool)
    quoted = Signal()
    reported = Signal()
    changed = Signal()
    looked_back = Signal()
    deleted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.thumb = ThumbButton(self.thumbed.emit)
        self.quote = Button(_("Quote"), self.quoted.emit, kind="quiet", icon="quote")
        self.report = Button(_("Report this"), self.reported.emit, kind="quiet", icon="flag")
        self.change = Button(_("Change the post"), self.changed.emit, kind="quiet", icon="edit")
        self.earlier = Button(_("Earlier texts"), self.looked_back.emit, kind="quiet", icon="clock")
        self.delete = Button(_("Delete the post"), self.deleted.emit, kind="quiet", icon="trash")
        self._flow = FlowLayout(self, spacing=0)
        for button in self._buttons():
            self._flow.addWidget(button)

    def show_post(self, post: Opened) -> None:
        """Offer what this user can do with it."""
        self.thumb.show_thumbs(post.thumbs)
        writes = not post.closed and not post.withdrawn
        shown = {
            self.thumb: writes,
            self.quote: writes and bool(post.shown.body.strip()),
            self.report: not post.own and not post.withdrawn,
            self.change: writes and post.own,
            self.earlier: post.own and post.edited_at is not None and not post.withdrawn,
            self.delete: writes and post.own,
        }
        for button, visible in shown.items():
            button.setVisible(visible)
        self.setVisible(any(shown.values()))

    def _buttons(self) -> list[Button]:
        return [self.thumb, self.quote, self.report, self.change, self.earlier, self.delete]
