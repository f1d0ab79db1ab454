"""The page «Innlegg»: reading and writing posts, and the introduction of one's kindergarten."""

from functools import cached_property
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from desktop.models import reading
from desktop.models.forum_values import Feed
from desktop.texts import _, ngettext, number
from desktop.views.desk import Desk
from desktop.views.forum.browser import Browser
from desktop.views.forum.introduction_view import IntroductionView
from desktop.views.widgets.button import Button
from desktop.views.widgets.page import Page

_KINDS = frozenset({"post", "comment", "thumb", "category", "kindergarten", "network", "person"})


class ForumPage(Page):
    """show_target: a post's id, "introduction", "new", or a Feed such as "unwelcomed"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Posts"))
        self._desk = desk
        self._was_open = False
        self.browser = Browser(desk)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack)
        self._stack.addWidget(self.browser)
        self._back = Button(_("All posts"), self.show_posts, icon="arrow-left")
        self._introduce = Button(_("Introduction"), self.show_introduction, icon="wave")
        # The form says what it publishes, and where, when it is shown.
        self._publish = Button(_("Introduction"), self._publish_it, kind="primary", icon="send")
        self._write = Button(
            _("Write a post"), self._write_post, kind="primary", icon="edit", shortcut="Ctrl+N"
        )
        self._suggest = Button(
            _("Suggestions and errors"), lambda: desk.go("feedback", "forum"), icon="flag"
        )
        for button in (self._back, self._suggest, self._introduce, self._publish, self._write):
            self.add_action(button)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)
        self.browser.retitled.connect(self._retitle)
        self.browser.introduction_asked.connect(self.show_introduction)
        self._retitle()

    @cached_property
    def introduction(self) -> IntroductionView:
        """The introduction of one's kindergarten."""
        made = IntroductionView(self._desk)
        made.retitled.connect(self._retitle)
        made.mentioned.connect(self._mention)
        self._stack.addWidget(made)
        return made

    def open(self) -> None:
        """Show what there is, and keep it fresh."""
        self._desk.follow(self._on_change)
        # before the first fetch, which else would call it all new
        self._desk.do(reading.begin)
        self._load()
        if not self._was_open:
            self._was_open = True
            self.browser.resume()

    def close_view(self) -> None:
        """Put what is typed on disk, and stop listening."""
        self.browser.flush()
        self._flush_introduction()
        self._desk.unfollow(self._on_change)

    def show_target(self, target: object) -> None:
        """Show a post by its id, the introduction, an empty post, or a feed."""
        if target == "introduction":
            self.show_introduction()
        elif target == "new":
            self.show_posts()
            self._write_post()
        elif isinstance(target, UUID):
            self.show_posts()
            self.browser.read(target)
        elif isinstance(target, str) and target in list(Feed):
            self.show_posts()
            self.browser.go(Feed(target))

    def show_start(self) -> None:
        """Leave what is being written, which is kept, for the posts."""
        self.show_posts()
        self.browser.stop_writing()

    def show_posts(self) -> None:
        """Go back to reading."""
        self._flush_introduction()
        self._stack.setCurrentWidget(self.browser)
        self._retitle()

    def show_introduction(self) -> None:
        """Go to the introduction of one's kindergarten."""
        self.browser.flush()
        self._stack.setCurrentWidget(self.introduction)
        self.introduction.open_form()
        self.introduction.fields.name.setFocus()
        self._retitle()

    @property
    def introduces(self) -> bool:
        """Whether the introduction is shown, and not the posts."""
        return isinstance(self._stack.currentWidget(), IntroductionView)

    def _publish_it(self) -> None:
        self.introduction.publish()

    def _flush_introduction(self) -> None:
        if "introduction" in vars(self):  # else nobody has written any
            self.introduction.flush()

    def _find(self) -> None:
        self.show_posts()
        self.browser.begin_search()

    def _mention(self, label: str) -> None:
        self.show_posts()
        self.browser.write(f"@{label} ")

    def _write_post(self) -> None:
        self.browser.write()

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()
        elif reading.READ in kinds:
            self.browser.load_counts()

    def _load(self) -> None:
        self.browser.load()
        if self.introduces:
            self.introduction.open_form()

    def _retitle(self) -> None:
        introduces = self.introduces
        shown = {
            self._back: introduces,
            self._publish: introduces,
            self._suggest: not introduces,
            self._introduce: not introduces and self._may_introduce,
            self._write: not introduces and not self.browser.writing,
        }
        # those that go first: all of them at once would widen the window
        for button, visible in sorted(shown.items(), key=lambda one: one[1]):
            button.setVisible(visible)
        if introduces:
            self._publish.setText(self.introduction.button())
            self._publish.setEnabled(self.introduction.may_publish)
        self.set_title(_("Introduction") if introduces else _("Posts"))
        self.set_facts(self.introduction.facts() if introduces else self._summary())

    @property
    def _may_introduce(self) -> bool:
        """Whether this person speaks for a kindergarten."""
        me = self._desk.me
        return me.kindergarten is not None and (me.edits_staff or me.owns)

    def _summary(self) -> str:
        rooms = self.browser.rooms
        if not rooms.rooms:
            return ""
        facts = [ngettext("{n} post", "{n} posts", rooms.posts).format(n=number(rooms.posts))]
        if rooms.unread:
            words = ngettext("{n} new", "{n} new", rooms.unread)
            facts.append(words.format(n=number(rooms.unread)))
        if rooms.unwelcomed:
            words = ngettext(
                "{n} newcomer not welcomed yet", "{n} newcomers not welcomed yet", rooms.unwelcomed
            )
            facts.append(words.format(n=number(rooms.unwelcomed)))
        return " · ".join(facts)
