"""What the settings page may do with the program, and the areas at the foot of the side bar."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.app.parts import Parts, speak
from desktop.settings import AccountSettings
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.settings.household import Facts, Household
from desktop.views.shell import Area
from desktop.views.theme import current


class Tenant(Protocol):
    """The work whose settings these are."""

    account: AccountSettings
    desk: Desk

    def rebuild(self, key: str) -> None: ...

    def sign_out(self, *, remove: bool) -> None: ...


class House(Household):
    """The settings of one account at work."""

    def __init__(self, parts: Parts, work: Tenant) -> None:
        self._parts, self._work = parts, work

    def areas(self) -> list[Area]:
        """Settings and help, and what is reached from them."""
        return [
            Area("settings", _("Settings"), "settings", self._settings_page, "foot"),
            Area("privacy", _("Privacy"), "lock", self._privacy_page, "none"),
            Area("help", _("Help"), "help", self._help_page, "foot", "F1"),
        ]

    def facts(self) -> Facts:
        now, account = self._parts.settings.now, self._work.account
        return Facts(
            service=account.service,
            email=account.email,
            example=account.example,
            language=now.language,
            spelling=self._parts.spelling.choice(),
            scheme=current().scheme,
            text_size=current().text_size,
            folder=self._parts.folder.root,
            log=self._parts.folder.log,
        )

    def speak(self, language: str) -> None:
        self._parts.settings.change(language=language)
        speak(language)
        self._parts.spelling.begin()
        self._work.rebuild("settings")

    def spell(self, choice: str) -> None:
        self._parts.settings.change(spelling=choice)
        self._parts.spelling.begin()

    def look(self, scheme: str, text_size: float) -> None:
        self._parts.settings.change(scheme=scheme, text_size=text_size)
        current().set(scheme, text_size)  # type: ignore[arg-type] # unknown ones follow the system

    def sign_out(self, *, remove: bool) -> None:
        if remove and not self._work.account.example:
            self._parts.spelling.own.forget()  # there may be names among them
        self._work.sign_out(remove=remove)

    def _settings_page(self) -> QWidget:
        from desktop.views.settings.page import SettingsPage

        return SettingsPage(self._work.desk, self)

    def _privacy_page(self) -> QWidget:
        from desktop.views.late_page import LatePage
        from desktop.views.privacy.page import PrivacyPage

        desk = self._work.desk
        if desk.is_attached:
            return PrivacyPage(desk)
        return LatePage(_("Privacy"), lambda: PrivacyPage(desk))

    def _help_page(self) -> QWidget:
        from desktop.views.help.page import HelpPage

        return HelpPage(self._work.desk, self.facts().log)
