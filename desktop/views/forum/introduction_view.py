"""The introduction: its fields at the left, and at the right the post as readers see it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from contract.records import PostForm
from desktop.models import introduction
from desktop.models.faults import Refused
from desktop.models.forum_values import Shown
from desktop.models.introduction import Introduction, Opening
from desktop.texts import _, clock
from desktop.views.desk import Desk
from desktop.views.forum.draft_keeper import DraftKeeper
from desktop.views.forum.introduction_fields import IntroductionFields
from desktop.views.forum.post_text import PostText
from desktop.views.forum.similar_card import SimilarCard
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_XS, Tone
from desktop.views.widgets.card import Card
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.label import Label


class IntroductionView(QWidget):
    """retitled when what the page says about it, and its button, has changed; mentioned(label) when
    a kindergarten is to be mentioned in a post.
    """

    retitled = Signal()
    mentioned = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.opening: Opening | None = None
        self._loaded = self._clean = Introduction()
        self._typed = self._publishing = False
        self.fields = IntroductionFields()
        self.preview = PostText()
        self._card = Card(_("About the kindergarten"))
        self._shown = Card(_("What readers see"))
        self.similar = SimilarCard(desk, self.mentioned.emit)
        self._saved = Label("", "small")
        self.notice = Label("", "error")
        self._keeper = DraftKeeper(self._keep, self)
        self._area = self._lay_out()
        self.fields.changed.connect(self._on_typing)
        self.fields.turned.connect(lambda _county: self._show_preview())
        self.fields.dropped.connect(self._offer_back)

    def open_form(self) -> None:
        """Show what was typed last, what is published, or what is known of the kindergarten."""
        desk = self._desk
        desk.ask(introduction.opening, desk.me, then=self._show, owner=self)
        self.similar.load()

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self._keeper.flush()

    def facts(self) -> str:
        """Where it will be published."""
        welcome, county = self._places()
        return _("Published in {welcome} and in {county}").format(
            welcome=f"«{welcome}»", county=f"«{county}»"
        )

    def button(self) -> str:
        """What the primary button does, with both places in it."""
        welcome, county = self._places()
        published = self.opening is not None and self.opening.published is not None
        text = _("Update in {welcome} and {county}") if published else ""
        text = text or _("Publish in {welcome} and {county}")
        return text.format(welcome=f"«{welcome}»", county=f"«{county}»")

    @property
    def may_publish(self) -> bool:
        """Whether it is this person's to publish, now."""
        return self.opening is not None and not self.opening.by and not self._publishing

    def publish(self) -> None:
        """Publish in both places, or say beside the fields what is missing."""
        self.fields.tabs.setCurrentIndex(0)
        if not self.fields.form.validate():
            self._area.verticalScrollBar().setValue(0)
            return
        self._keeper.drop()
        self._publishing = True
        self.retitled.emit()
        wanted = self.fields.value()
        self._desk.do(
            introduction.publish,
            self._desk.me,
            self._loaded,
            wanted,
            then=lambda _done: self._published(wanted),
            failed=self._failed,
            owner=self,
        )

    def _show(self, opening: Opening) -> None:
        first = self.opening is None
        self.opening = opening
        published = opening.published or Introduction()
        if first or not self._typed:
            self._loaded, self._clean = published, opening.published or opening.prefilled
            self.fields.set_value(opening.start)
            self._typed = opening.draft is not None
            self.notice.hide()
        elif published not in (self._loaded, self.fields.value()):
            self.notice.setText(
                _("The post was changed elsewhere. What you have written here is kept.")
            )
            self.notice.show()
        if opening.by:
            words = _("{name} has published the introduction, and can change it.")
            self.notice.setText(words.format(name=opening.by))
            self.notice.show()
        self.fields.setEnabled(not opening.by)
        self._show_preview()

    def _on_typing(self) -> None:
        self._typed = True
        self._keeper.touch()
        self._show_preview()

    def _offer_back(self, put_back: Callable[[], object]) -> None:
        self._desk.messages.undo(_("The county has the same text now."), put_back)

    def _keep(self) -> None:
        typed = self.fields.value()
        me = self._desk.me
        if typed == self._clean:
            self._typed = False
            self._desk.do(introduction.drop_draft, me, then=self._kept, owner=self)
        else:
            self._desk.do(introduction.keep_draft, me, typed, then=self._kept, owner=self)

    def _kept(self, _done: None) -> None:
        now = datetime.now().astimezone()
        self._saved.setText(_("Saved on this PC {clock}.").format(clock=clock(now)))

    def _published(self, wanted: Introduction) -> None:
        self._publishing = False
        self._typed = self.fields.value() != wanted
        self._loaded = self._clean = wanted
        welcome, county = self._places()
        words = _("The introduction stands in {welcome} and {county}. Sent when you are online.")
        self._desk.messages.done(words.format(welcome=f"«{welcome}»", county=f"«{county}»"))
        self.open_form()

    def _failed(self, error: Exception) -> None:
        self._publishing = False
        self._keep()
        self.retitled.emit()
        if isinstance(error, Refused) and error.field in self.fields.fields:
            self.fields.fields[error.field].set_error(sentence(error))
        elif isinstance(error, Refused) and error.code == "not_fetched":
            self._desk.messages.error(
                _(
                    "The categories are not on this PC yet. Go online and synchronise, then "
                    "publish. What you have written is kept."
                )
            )
        else:
            self._desk.tell(error)

    def _show_preview(self) -> None:
        form = self.fields.value()
        copy = form.in_county() if self.fields.in_county else form
        self.preview.show_post(_as_post(copy))
        self.fields.name_places(*self._places())
        self._shown.set_badge(*self._state(form))
        self.retitled.emit()

    def _state(self, form: Introduction) -> tuple[str, Tone]:
        if self.opening is None or self.opening.published is None:
            return _("Draft"), "info"
        if form != self._loaded:
            return _("Changed"), "warn"
        return (
            (_("Waits to be sent"), "info") if self.opening.waits else (_("Published"), "primary")
        )

    def _places(self) -> tuple[str, str]:
        welcome = self.opening.welcome if self.opening else ""
        place = self.fields.value().place
        if place is None:
            return welcome or "Velkommen!", _("the county")
        counties = self.opening.counties if self.opening else {}
        return welcome or "Velkommen!", counties.get(place.county.number, place.county.name)

    def _lay_out(self) -> QScrollArea:
        self._card.body.setSpacing(SPACE_M)
        self.notice.hide()
        note = _("Fields marked * must be filled in to publish. What you write is kept on this PC.")
        for widget in (self.notice, self.fields, Label(note, "small"), self._saved):
            self._card.body.addWidget(widget)
        self._shown.body.addWidget(self.preview)
        self._shown.body.addStretch(1)
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, SPACE_XS, SPACE_L)
        rows.addWidget(
            Columns([self._card], [self._shown, self.similar], stretch=(6, 5), least=350)
        )
        rows.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return area


def _as_post(form: Introduction) -> Shown:
    place = form.place
    return Shown(
        title=form.name.strip() or _("The kindergarten's name"),
        form=PostForm.INTRODUCTION,
        municipality=place.name if place else "",
        county=place.county.name if place else "",
        approved_places=form.approved_places,
        loves=form.loves,
        hopes=form.hopes,
        tags=tuple(sorted(form.tags)),
    )
