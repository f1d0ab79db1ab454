"""The style sheet of the application, made from the tokens."""

from string import Template

from desktop.views.theme import tokens as measures
from desktop.views.theme.tokens import Tokens

_TEXTS = Template("""
* { outline: 0; }
QToolTip { background: $text; color: $background; border: 0; padding: 6px 8px;
  font-size: ${small}px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}px; }
QLabel[role="label"] { color: $muted; font-size: ${small}px; font-weight: 600; }
QLabel[role="error"] { color: $danger; font-size: ${small}px; }
QLabel[role="danger"] { color: $danger; }
QLabel:disabled { color: $muted; }
""")

_SURFACES = Template("""
QMainWindow, QDialog { background: $background; }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: 0; }
Card { background: $surface; border: 1px solid $line; border-radius: ${large}px; }
Card[sunken="true"] { background: $sunken; }
Card[marked="true"] { background: $primary_soft; border: 0; border-left: 4px solid $primary;
  border-radius: ${radius}px; }
QFrame[bar="true"] { background: $strong_line; border: 0; }
QFrame[line="true"] { background: $line; border: 0; max-height: 1px; }
QLabel[sheet="true"] { background: #FFFFFF; border: 1px solid $line; }
QSplitter::handle { background: transparent; }
QTabWidget::pane { border: 0; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 4px; margin-right: 16px;
  border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $primary; }
QProgressBar { background: $sunken; border: 0; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $primary; border-radius: 3px; }
""")

_BUTTONS = Template("""
QPushButton { background: $surface; color: $text; border: 1px solid $strong_line;
  border-radius: ${radius}px; padding: 0 14px; min-height: ${button}px; font-weight: 500; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $muted; border-color: $line; background: $background; }
QPushButton[kind="primary"] { background: $primary; color: $on_primary;
  border-color: $primary; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: $primary_hover; border-color: $primary_hover; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $muted; border-color: $line; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $danger_soft; }
QPushButton[kind="danger"]:disabled { color: $muted; border-color: $line; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $primary;
  padding: 0 8px; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="quiet"]:pressed { background: $primary_soft; }
QPushButton[kind="quiet"]:disabled { color: $muted; background: transparent; }
QPushButton[round="true"] { padding: 0; min-width: ${button}px; max-width: ${button}px; }
QPushButton::menu-indicator { width: 0; image: none; }
QToolButton { background: transparent; border: 0; border-radius: ${radius}px; padding: 6px; }
QToolButton:hover, QToolButton:pressed { background: $sunken; }
""")

_FIELDS = Template("""
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QTextEdit { background: $surface; color: $text;
  border: 1px solid $strong_line; border-radius: ${radius}px; padding: 0 11px;
  selection-background-color: $primary; selection-color: $on_primary; }
QLineEdit, QComboBox, QSpinBox { min-height: ${control}px; }
QLineEdit { padding: 0 9px; }
QPlainTextEdit, QTextEdit { padding: 6px 7px; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QPlainTextEdit:hover { border-color: $muted; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border-color: $primary; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QSpinBox[invalid="true"],
QPlainTextEdit[invalid="true"], ChoiceList[invalid="true"], TagEditor[invalid="true"] {
  border-color: $danger; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QPlainTextEdit:disabled,
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] {
  background: $sunken; color: $muted; border-color: $line; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] {
  color: $text; }
QTextEdit[plain="true"], QTextBrowser { background: transparent; border: 0; padding: 0; }
QLineEdit QToolButton { padding: 0; border-radius: 4px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }
QComboBox { padding-right: 30px; }
QComboBox::drop-down { border: 0; width: 0; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $strong_line;
  padding: 4px; selection-background-color: $primary_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${item}px; padding: 0 8px; border: 0; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
  background: $primary_soft; color: $text; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; min-height: ${item}px; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator { width: ${mark}px; height: ${mark}px;
  background: $surface; border: 1px solid $strong_line; border-radius: 5px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $primary; }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; }
QCheckBox::indicator:disabled { background: $sunken; border-color: $line; }
QRadioButton::indicator { border-radius: ${half_mark}px; }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $primary;
  width: ${radio}px; height: ${radio}px; }
ChoiceList { background: $surface; border: 1px solid $strong_line; border-radius: ${radius}px; }
""")

_LISTS = Template("""
QTableView, QListView, QTreeView { background: transparent; color: $text; border: 0;
  selection-background-color: $primary_soft; selection-color: $text; gridline-color: $line; }
QListView#completions { background: $surface; border: 1px solid $strong_line; padding: 4px; }
QListView#completions::item { min-height: ${item}px; padding: 0 8px; border: 0; }
QListView#completions::item:selected, QListView#completions::item:hover {
  background: $primary_soft; color: $text; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $muted; border: 0;
  border-bottom: 1px solid $strong_line; padding: 0 8px; min-height: ${item}px;
  font-size: ${small}px; font-weight: 600; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: transparent; border: 0; }
RowButton { background: transparent; border: 0; border-radius: ${radius}px; text-align: left; }
RowButton:hover { background: $sunken; }
QMenu { background: $surface; color: $text; border: 1px solid $strong_line; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 10px; border-radius: 6px; }
QMenu::item:selected { background: $primary_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $strong_line; border-radius: 2px; margin: 4px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $muted; border-radius: 3px; margin: 3px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { color: $text; font-weight: 600; padding: 6px 8px; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QTableView { background: $surface; border: 0;
  selection-background-color: $primary; selection-color: $on_primary; }
QCalendarWidget QSpinBox { min-height: 24px; padding: 0 4px; }
CalendarPopup { background: $surface; border: 1px solid $strong_line; }
""")

_SHELL = Template("""
SideBar { background: $side; }
SideBar QLabel { color: $side_text; }
SideBar QLabel[role="small"] { color: $side_muted; }
NavButton, SyncCard { background: transparent; color: $side_text; border: 0;
  border-radius: ${radius}px; text-align: left; padding: 0 14px; font-weight: 400;
  min-height: ${nav}px; }
NavButton:hover, NavButton:pressed { background: $side_active; }
NavButton:checked { background: $side_active; font-weight: 600; }
SyncCard { background: $side_active; padding: 0; }
SyncCard:hover, SyncCard:pressed { background: $side_active; }
QFrame[band="true"] { background: $warn_soft; }
QFrame[band="true"] QLabel { color: $warn; font-weight: 600; font-size: ${small}px; }
MessageStrip { border-radius: ${radius}px; }
MessageStrip QLabel, UndoBar QLabel { background: transparent; }
MessageStrip[tone="info"] { background: $info_soft; }
MessageStrip[tone="info"] QLabel { color: $info; }
MessageStrip[tone="warn"] { background: $warn_soft; }
MessageStrip[tone="warn"] QLabel { color: $warn; }
MessageStrip[tone="danger"] { background: $danger_soft; }
MessageStrip[tone="danger"] QLabel { color: $danger; }
MessageStrip[tone="primary"] { background: $primary_soft; }
MessageStrip[tone="primary"] QLabel { color: $primary; }
MessageStrip QPushButton, UndoBar QPushButton { background: transparent; border: 0;
  padding: 0 8px; font-weight: 600; text-decoration: underline; }
MessageStrip QPushButton[kind="quiet"]:hover { background: transparent; }
MessageStrip[tone="info"] QPushButton { color: $info; }
MessageStrip[tone="warn"] QPushButton { color: $warn; }
MessageStrip[tone="danger"] QPushButton { color: $danger; }
MessageStrip[tone="primary"] QPushButton { color: $primary; }
UndoBar { background: $text; }
UndoBar QLabel, UndoBar QPushButton[kind="quiet"] { color: $background; }
UndoBar QPushButton[kind="quiet"]:hover { background: $muted; }
""")

_PILLS = Template("""
Badge { border-radius: ${pill}px; padding: 0 12px; font-size: ${small}px; font-weight: 600;
  min-height: ${pill_height}px; max-height: ${pill_height}px; }
Badge[tone="primary"] { background: $primary_soft; color: $primary; }
Badge[tone="info"] { background: $info_soft; color: $info; }
Badge[tone="warn"] { background: $warn_soft; color: $warn; }
Badge[tone="danger"] { background: $danger_soft; color: $danger; }
Badge[tone="neutral"] { background: $sunken; color: $muted; }
QPushButton[chip="true"] { border: 0; border-radius: ${chip}px; padding: 0 12px;
  min-height: ${chip_height}px; max-height: ${chip_height}px; font-size: ${small}px;
  font-weight: 600; background: $primary_soft; color: $primary; }
QPushButton[chip="true"]:hover { background: $line; }
QPushButton[chip="true"][kind="quiet"] { background: $sunken; color: $muted; }
""")


def sheet(tokens: Tokens, text_size: float) -> str:
    """The whole style sheet of a scheme at a text size."""

    def at(measure: float) -> int:
        return round(measure * text_size)

    pill_height, chip_height = at(20), at(28)
    values = {name: getattr(tokens, name) for name in Tokens.__slots__} | {
        "small": at(measures.SMALL),
        "heading": at(measures.HEADING),
        "title": at(measures.TITLE),
        "radius": measures.RADIUS,
        "large": measures.RADIUS_LARGE,
        "button": at(measures.CONTROL_HEIGHT - 4),
        "control": at(measures.CONTROL_HEIGHT - 2),
        "item": at(30),
        "nav": at(40),
        "mark": at(18),
        "half_mark": at(18) // 2 + 1,
        "radio": at(18) - 8,
        "pill_height": pill_height,
        "pill": pill_height // 2,
        "chip_height": chip_height,
        "chip": chip_height // 2,
    }
    parts = (_TEXTS, _SURFACES, _BUTTONS, _FIELDS, _LISTS, _SHELL, _PILLS)
    return "".join(part.substitute(values) for part in parts)
