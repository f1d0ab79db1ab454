"""The thumbs-up under a post or an answer: how many there are, and one's own."""

from collections.abc import Callable

from desktop.models.forum_values import NO_THUMBS, Thumbs
from desktop.texts import _, ngettext, number
from desktop.views.widgets.button import Button

_NAMED = 12


class ThumbButton(Button):
    """give(bool) is asked for by a click: to give one, or to take the own one back."""

    def __init__(self, give: Callable[[bool], object]) -> None:
        super().__init__("", self._press, kind="quiet", icon="thumb")
        self._give = give
        self._thumbs = NO_THUMBS
        self.show_thumbs(NO_THUMBS)

    def show_thumbs(self, thumbs: Thumbs) -> None:
        """Show how many there are, and from whom."""
        self._thumbs = thumbs
        self.setText(_("Thumbs up") + (f" · {number(thumbs.count)}" if thumbs.count else ""))
        self.set_icon("thumb-filled" if thumbs.mine else "thumb")
        does = _("Take back the thumbs-up") if thumbs.mine else _("Give a thumbs-up")
        so_far = ngettext("{n} so far", "{n} so far", thumbs.count).format(n=number(thumbs.count))
        self.setAccessibleName(f"{does}, {so_far}" if thumbs.count else does)
        shown = ", ".join(thumbs.by[:_NAMED])
        self.setToolTip(f"{shown} …" if len(thumbs.by) > _NAMED else shown or does)

    def _press(self) -> None:
        self._give(not self._thumbs.mine)
