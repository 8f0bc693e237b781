"""Money, numbers, dates and times as the house writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import parse_euros
from app.words import formats as f

N, S = "\u202f", "\u00a0"
AT = datetime(2026, 6, 18, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, f"0,00{S}€"),
        (1, f"0,01{S}€"),
        (12_345_67, f"12{N}345,67{S}€"),
        (1_400_000_00, f"1{N}400{N}000,00{S}€"),
        (-999_99, f"−999,99{S}€"),
    ],
)
def test_money_has_its_cents_and_never_breaks(cents: int, written: str) -> None:
    assert f.money(cents) == written


@given(st.integers(-(10**15), 10**15))
def test_money_can_be_read_back_to_the_cent(cents: int) -> None:
    plain = f.money(cents).replace(N, "").replace(f"{S}€", "").replace("−", "-").replace(",", "")
    assert int(plain) == cents


def test_money_in_a_field_is_grouped_and_read_back() -> None:
    assert f.money_typed(5_000_000) == f"50{N}000,00"
    assert parse_euros(f.money_typed(1_234_567)) == 1_234_567


def test_whole_money_may_drop_its_cents_in_a_sentence() -> None:
    assert [f.money_short(5_000_000), f.money_short(1250)] == [f"50{N}000{S}€", f"12,50{S}€"]


def test_numbers_take_a_comma_and_keep_what_counts() -> None:
    written = [f.number(Decimal("15.40")), f.number(1240), f.number(Decimal("2.345"), 2), f.number(-3)]
    assert written == ["15,4", f"1{N}240", "2,35", "−3"]


def test_shares_and_points_are_percentages() -> None:
    written = (f.percent(Decimal("0.42229"), 1), f.percent(Decimal("0.5")), f.percent_points(50))
    assert written == (f"42,2{S}%", f"50{S}%", f"50{S}%")


def test_marks_are_given_with_all_their_decimals() -> None:
    assert [f.mark(Decimal("76.67")), f.mark(Decimal("95.00")), f.mark(15)] == ["76,67", "95,00", "15"]


def test_ordinals() -> None:
    assert [f.ordinal(1), f.ordinal(1, feminine=True), f.ordinal(3)] == ["1er", "1re", "3e"]


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "zéro euro"),
        (100, "un euro"),
        (1, "un centime d’euro"),
        (12_345_67, "douze mille trois cent quarante-cinq euros et soixante-sept centimes"),
        (480_080_21, "quatre cent quatre-vingt mille quatre-vingts euros et vingt et un centimes"),
        (1_000_000_00, "un million d’euros"),
        (-200, "moins deux euros"),
    ],
)
def test_money_in_words(cents: int, words: str) -> None:
    assert f.money_words(cents) == words


def test_days_are_written_with_their_first_of_the_month() -> None:
    assert f.day(date(2026, 3, 1)) == f"1er{S}mars{S}2026"
    assert f.day_month(date(2026, 6, 18)) == f"18{S}juin"
    assert f.day_soon(date(2026, 6, 18), AT) == f"18{S}juin"
    assert f.day_soon(date(2028, 1, 4), AT) == f"4{S}janvier{S}2028"
    assert f.weekday(AT) == f"jeudi 18{S}juin{S}2026"
    assert f.month(AT) == f"juin{S}2026"
    assert f.day_figures(AT) == "18/06/2026"


def test_the_hour_is_the_one_of_the_zone() -> None:
    assert f.time(AT) == f"18{S}h"
    assert f.time(AT, ZoneInfo("Indian/Reunion")) == f"20{S}h"
    assert f.moment(AT + timedelta(minutes=30)) == f"18{S}juin{S}2026 à 18{S}h{S}30"
    assert f.moment_figures(AT) == f"18/06/2026{S}18{S}h"


def test_the_day_is_the_one_of_the_zone() -> None:
    late = datetime(2026, 6, 18, 23, 30, tzinfo=UTC)
    assert f.day_figures(late) == "19/06/2026"
    assert f.day_figures(late, ZoneInfo("America/Cayenne")) == "18/06/2026"


def test_a_datetime_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        f.time(datetime(2026, 1, 1, 12))  # noqa: DTZ001, this is what is refused


def test_a_deadline_is_given_to_the_minute() -> None:
    assert f.before(AT) == f"avant le jeudi 18{S}juin{S}2026 à 18{S}h"
    assert f.before(date(2026, 6, 18)) == f"avant le jeudi 18{S}juin{S}2026"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=9), f"il reste 9{S}jours"),
        (timedelta(days=1), f"demain à 18{S}h"),
        (timedelta(hours=5), f"aujourd’hui à 18{S}h"),
        (timedelta(minutes=1), f"il reste 1{S}minute"),
        (timedelta(seconds=2), f"il reste 1{S}minute"),
        (timedelta(0), "passé aujourd’hui"),
        (timedelta(days=-1), f"passé depuis 1{S}jour"),
    ],
)
def test_what_is_left_is_counted_as_the_reader_counts(left: timedelta, said: str) -> None:
    assert f.remaining(AT, AT - left) == said


def test_the_plural_begins_at_two() -> None:
    assert [f.plural(n, "dossier") for n in (0, 1, 2)] == [f"0{S}dossier", f"1{S}dossier", f"2{S}dossiers"]
    assert f.plural(3, "avis", "avis") == f"3{S}avis"


def test_lists_end_with_a_word() -> None:
    assert [f.listing([]), f.listing(["a"]), f.listing(["a", "b", "c"])] == ["", "a", "a, b et c"]
    assert f.listing(["a", "b"], "ou") == "a ou b"


def test_sizes_are_decimal() -> None:
    written = [f.size(1), f.size(999), f.size(340_000), f.size(999_600), f.size(1_240_000)]
    assert written == [f"1{S}octet", f"999{S}octets", f"340{S}ko", f"1{S}Mo", f"1,2{S}Mo"]


def test_a_siret_is_grouped_and_anything_else_left_alone() -> None:
    assert f.siret("12345678200010") == f"123{S}456{S}782{S}00010"
    assert f.siret("W872001234") == "W872001234"


def test_the_machine_reads_utc() -> None:
    assert f.iso(AT.astimezone(f.PARIS)) == "2026-06-18T16:00:00Z"
