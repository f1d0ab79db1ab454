"""The newest posts, and what has not come through to the service."""

from collections.abc import Callable, Iterator

from desktop.models.overview_values import NewPost, Overview, Waiting
from desktop.texts import _, ngettext
from desktop.views.overview.words import post_line
from desktop.views.theme.tokens import Tone
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.rows import Row, RowList

Go = Callable[[str, object], object]


class PostsCard(Card):
    """The newest posts, with their number of answers."""

    def __init__(self, go: Go) -> None:
        super().__init__(_("New in the forum"))
        self._go = go
        self._rows = RowList(name=_("New in the forum"))
        self._empty = Label(_("No posts yet. They are fetched when you are online."), "muted")
        self.add_action(Button(_("All posts"), lambda: go("forum", None), kind="quiet"))
        self.body.addWidget(self._rows)
        self.body.addWidget(self._empty)

    def show_posts(self, found: Overview) -> None:
        """Show these."""
        self._rows.set_rows([self._row(one) for one in found.posts])
        self._rows.setVisible(bool(found.posts))
        self._empty.setVisible(not found.posts)

    def _row(self, post: NewPost) -> Row:
        return Row(
            post.title,
            post_line(post),
            badge=None if post.received_at else (_("Not sent"), "info"),
            on_click=lambda: self._go("forum", post.id),
        )


class ToSettleCard(Card):
    """Conflicts and refusals, which wait for a person; hidden where there are none."""

    def __init__(self, go: Go) -> None:
        super().__init__()
        self.setAccessibleName(_("To be settled"))
        self._go = go
        self._rows = RowList(name=_("To be settled"))
        self.body.addWidget(self._rows)
        self.hide()

    def show_waiting(self, found: Waiting) -> None:
        """Show what to settle, with the way to Synchronisation."""
        self._rows.set_rows(list(self._lines(found)))
        self.setVisible(self._rows.count() > 0)

    def _lines(self, found: Waiting) -> Iterator[Row]:
        if n := found.conflicts:
            words = ngettext("{n} conflict to settle", "{n} conflicts to settle", n)
            note = _("Two people wrote in one place. Choose what is to stand.")
            yield self._line(words.format(n=n), note, (_("Conflict"), "danger"))
        if n := found.refused:
            words = ngettext("{n} change was not accepted", "{n} changes were not accepted", n)
            note = _("See why, and mend it. Nothing is lost.")
            yield self._line(words.format(n=n), note, (_("Not accepted"), "danger"))

    def _line(self, title: str, note: str, badge: tuple[str, Tone]) -> Row:
        go = self._go
        return Row(title, note, icon="alert", badge=badge, on_click=lambda: go("sync", None))


class OutboxCard(Card):
    """How much waits to be sent; hidden when all is sent."""

    def __init__(self, go: Go) -> None:
        super().__init__()
        self.setAccessibleName(_("To be sent"))
        self._go = go
        self._rows = RowList(name=_("To be sent"))
        self.body.addWidget(self._rows)
        self.hide()

    def show_waiting(self, found: Waiting) -> None:
        """Show how many changes wait, with the way to Synchronisation."""
        n = found.unsent
        words = ngettext("{n} change waits to be sent", "{n} changes wait to be sent", n)
        note = _("Sent when you are online.")
        row = Row(words.format(n=n), note, icon="cloud-up", on_click=lambda: self._go("sync", None))
        self._rows.set_rows([row])
        self.setVisible(n > 0)
