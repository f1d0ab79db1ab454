import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from desktop import texts

DAYS = [date(2026, 1, 1) + timedelta(days=step) for step in range(365)]


@pytest.fixture(autouse=True)
def norwegian() -> Iterator[None]:
    texts.install("nb")
    yield
    texts.install("en")


def test_dates_are_written_as_the_common_locale_data_says() -> None:
    for language, long, with_day in (
        ("nb", "d. MMMM y", "EEEE d. MMMM y"),
        ("nn", "d. MMMM y", "EEEE d. MMMM y"),
        ("en", "d MMMM y", "EEEE d MMMM y"),
    ):
        texts.install(language)
        for day in DAYS:
            assert texts.long_date(day) == format_date(day, long, locale=language)
            said = texts.long_date(day, weekday=True)
            assert said == format_date(day, with_day, locale=language)


def test_a_day_and_month_are_short() -> None:
    assert texts.day_month(date(2026, 11, 26)) == "26. nov"
    assert texts.short_date(date(2026, 11, 6)) == "06.11.2026"


def test_days_near_today_have_words() -> None:
    today = date(2026, 11, 26)
    said = [texts.relative_day(today + timedelta(days=n), today=today) for n in (-1, 0, 1, 2, 60)]
    assert said == ["i går", "i dag", "i morgen", "28. nov", "25.01.2027"]


def test_the_clock_has_a_point_in_norwegian() -> None:
    assert texts.clock(time(9, 5)) == "kl. 09.05"
    texts.install("en")
    assert texts.clock(time(9, 5)) == "09:05"


def test_a_moment_is_told_on_the_clock_of_this_pc() -> None:
    now = datetime(2026, 11, 26, 9, 41, tzinfo=UTC)
    local = now.astimezone()
    assert texts.moment(now, now=local) == f"i dag kl. {local:%H.%M}"


def test_long_times_are_told_in_hours() -> None:
    assert [texts.minutes(n) for n in (25, 60, 72)] == ["25 min", "1 t", "1 t 12 min"]


def test_numbers_have_a_comma_and_spaces() -> None:
    assert texts.number(12345.5).replace("\xa0", " ") == "12 345,5"


@pytest.mark.parametrize("language", list(texts.LANGUAGES))
def test_numbers_are_written_as_the_common_locale_data_says(language: str) -> None:
    texts.install(language)
    values = (0, 7, 999, 1_000, 12_345, -1_234_567, 0.5, -0.25, 7.5, 1_000.0, 98_765.4321)
    for value in (*values, Decimal("12345.678")):
        assert texts.number(value) == format_decimal(value, locale=language)


def test_the_first_number_waits_for_no_locale_data() -> None:
    code = (
        "import sys; from desktop import texts; texts.number(1); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_sort_as_norwegians_do() -> None:
    names = ["Åse", "Aase", "Øyvind", "Ærlend", "Áile", "Berit", "Žanna", "Ada"]
    assert sorted(names, key=texts.sort_key) == [
        "Ada", "Áile", "Berit", "Žanna", "Ærlend", "Øyvind", "Åse", "Aase",
    ]  # fmt: skip


def test_plural_follows_the_number() -> None:
    texts.install("en")
    forms = [texts.ngettext("{n} day", "{n} days", n).format(n=n) for n in (0, 1, 2)]
    assert forms == ["0 days", "1 day", "2 days"]


def test_an_unknown_language_is_english() -> None:
    texts.install("xx")
    assert (texts.language(), texts._("Undo")) == ("en", "Undo")
