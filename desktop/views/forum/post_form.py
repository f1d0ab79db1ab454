"""Where a post is written, or one's own is changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import drafts, forum_writing
from desktop.models.faults import Refused
from desktop.models.forum_values import Opened
from desktop.models.forum_writing import PostText
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.forum.draft_keeper import DraftKeeper, throw_away
from desktop.views.forum.mention_bar import MentionBar
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.scrolled import scroll_area
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine


class PostForm(Card):
    """saved(id) when it is published or changed; left when its user goes back to reading; wanted
    when a new post that was thrown away is taken back.
    """

    saved = Signal(object)
    left = Signal()
    wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New post"))
        self._desk = desk
        self._post: UUID | None = None
        self._loaded = PostText("", "")
        self._meant: UUID | None = None
        self.room = Combo(placeholder=_("Choose a category"))
        self.title = TextLine()
        self.text = TextArea(lines=6, most=0)
        self.links = TextArea(lines=1, most=4, placeholder="https://", spelled=False)
        self.mention = MentionBar(desk, self.text)
        self._room_field = Field(_("Category"), self.room, required=True)
        self._title_field = Field(_("Title"), self.title, required=True)
        self._text_field = Field(_("Text"), self.text, required=True)
        self._links_field = Field(
            _("Links to documents"),
            self.links,
            help=_("One address on each line, copied from the browser."),
        )
        self.form = Form(self._room_field, self._title_field, self._text_field, self._links_field)
        self.publish = Button(_("Publish"), self._save, kind="primary", icon="send")
        self._keeper = DraftKeeper(self._keep, self)
        for control in (self.room, self.title, self.text, self.links):
            control.changed.connect(self._keeper.touch)
        self._lay_out()

    def write_new(
        self, rooms: Sequence[tuple[Any, str]], room: UUID | None, begin: str = ""
    ) -> None:
        """Write a new post, from where it was left, in the category that is being read.

        `begin` is what stands in it, after what was left.
        """
        self.flush()
        self._post, self._loaded = None, PostText("", "")
        self.set_title(_("New post"))
        self.publish.setText(_("Publish"))
        self._room_field.show()
        self._meant = room
        self.room.set_choices(rooms, room)
        self._fill(self._loaded)
        self._restore(forum_writing.NEW_POST, forum_writing.new_post_draft(self._desk.me), begin)

    def change(self, post: Opened) -> None:
        """Change a post of one's own, from where it was left."""
        self.flush()
        self._post = post.id
        self._loaded = PostText(post.shown.title, post.shown.body, frozenset(post.shown.links))
        self.set_title(_("Change the post"))
        self.publish.setText(_("Save the change"))
        self._room_field.hide()
        self._fill(self._loaded)
        self._restore(forum_writing.POST, post.id)

    def offer(self, rooms: Sequence[tuple[Any, str]]) -> None:
        """Offer these categories from now on: the form may be there before they have come."""
        places = range(self.room.count())
        offered = [(self.room.itemData(at), self.room.itemText(at)) for at in places]
        if self._post is None and list(rooms) != offered:
            self.room.set_choices(rooms, self._room())

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self._keeper.flush()

    def leave(self) -> None:
        """Write on later: the draft is kept."""
        self.flush()
        self.left.emit()

    def value(self) -> PostText:
        """What is written."""
        links = frozenset(filter(None, map(str.strip, self.links.value().splitlines())))
        return PostText(self.title.value(), self.text.value().strip(), links)

    def _room(self) -> UUID | None:
        """The category that is chosen, or meant as long as it is not offered yet."""
        chosen: UUID | None = self.room.value()
        return chosen if chosen is not None else self._meant

    def _fill(self, text: PostText) -> None:
        self.title.set_value(text.title)
        self.text.set_value(text.body)
        self.links.set_value("\n".join(sorted(text.links)))
        self.form.clear_errors()
        self.title.setFocus()

    def _draft(self) -> tuple[str, UUID]:
        if self._post is None:
            return forum_writing.NEW_POST, forum_writing.new_post_draft(self._desk.me)
        return forum_writing.POST, self._post

    def _restore(self, kind: str, id_: UUID, begin: str = "") -> None:
        def restore(found: dict[str, drafts.Draft]) -> None:
            if self._draft() != (kind, id_) or self.value() != self._loaded:
                return
            if "title" in found:
                self.title.set_value(found["title"].text)
            if "body" in found:
                self.text.set_value(found["body"].text)
            if "links" in found:
                self.links.set_value(found["links"].text)
            if begin and begin.strip() not in self.text.value():
                gap = "\n\n" if self.text.value().strip() else ""
                self.text.set_value(f"{self.text.value().rstrip()}{gap}{begin}")
                self._keeper.touch()
            if found.get("room") and found["room"].text:
                self._meant = UUID(found["room"].text)
                self.room.set_value(self._meant)

        self._desk.ask(drafts.load, kind, id_, then=restore, owner=self)

    def _texts(self) -> dict[str, str]:
        texts = {
            "title": self.title.text(),
            "body": self.text.value(),
            "links": self.links.value(),
        }
        if self._post is None:
            texts["room"] = str(self._room() or "")
        return texts

    def _keep(self) -> None:
        self._desk.do(drafts.save, *self._draft(), self._texts())

    def _save(self) -> None:
        if not self.form.validate():
            return
        self._keeper.drop()
        self.publish.setEnabled(False)
        me, text = self._desk.me, self.value()
        if self._post is None:
            self._desk.do(
                forum_writing.write_post,
                me,
                self.room.value(),
                text,
                then=self._saved,
                failed=self._failed,
            )
            return
        id_ = self._post
        self._desk.do(
            forum_writing.change_post,
            me,
            id_,
            self._loaded,
            text,
            then=lambda _done: self._saved(id_),
            failed=self._failed,
            owner=self,
        )

    def _saved(self, id_: UUID) -> None:
        self.publish.setEnabled(True)
        self._fill(PostText("", ""))
        self._loaded = PostText("", "")
        self.saved.emit(id_)

    def _failed(self, error: Exception) -> None:
        self.publish.setEnabled(True)
        self._keep()
        fields = {
            "title": self._title_field,
            "body": self._text_field,
            "links": self._links_field,
        }
        if isinstance(error, Refused) and error.field in fields:
            fields[error.field].set_error(sentence(error))
        else:
            self._desk.tell(error)

    def _give_up(self) -> None:
        self._keeper.drop()
        # a change that says what stood there already is nothing to bring back
        texts = self._texts() if self.value() != self._loaded else {}
        new = self._post is None
        throw_away(self._desk, *self._draft(), texts, self.wanted.emit if new else lambda: None)
        self._fill(PostText("", ""))
        self._loaded = PostText("", "")
        self.left.emit()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        # the room around keeps focus rings from being cut by the edge of the area
        rows.setContentsMargins(SPACE_XS, SPACE_XS, SPACE_M, SPACE_XS)
        rows.setSpacing(SPACE_M)
        rows.addWidget(self._room_field)
        rows.addWidget(self._title_field)
        rows.addWidget(self._text_field, 1)
        rows.addWidget(self.mention)
        rows.addWidget(self._links_field)
        note = _("Write no names of children. What you write is kept on this PC as you type.")
        rows.addWidget(Label(note, "small"))
        area = scroll_area()
        area.setWidget(inner)
        self.body.setSpacing(SPACE_M)
        self.body.addWidget(area, 1)
        foot = QWidget()
        buttons = FlowLayout(foot, spacing=SPACE_S)
        buttons.addWidget(self.publish)
        buttons.addWidget(Button(_("Write on later"), self.leave))
        buttons.addWidget(Button(_("Throw away"), self._give_up, kind="quiet"))
        self.body.addWidget(foot)
