"""How the house writes money, numbers, dates and times in French, for pages, mails, JSON and PDFs.

U+202F (narrow no-break) groups digits; U+00A0 (no-break) holds a unit, a month or an hour to its number, so
that none of them ever breaks at the end of a line. Money is read in cents; datetimes are aware and shown in
the zone of the call (Paris by default).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names
from num2words import num2words  # type: ignore[import-untyped]

NARROW = "\u202f"
NBSP = "\u00a0"
PARIS = ZoneInfo("Europe/Paris")

WRITTEN = 4096
"""How many numbers, and how many amounts, are kept as they were written: lists write the same ones again."""

WEEKDAYS: dict[int, str] = dict(get_day_names("wide", locale="fr"))
MONTHS: dict[int, str] = dict(get_month_names("wide", locale="fr"))


def _grouped(digits: str) -> str:
    return f"{Decimal(digits):,}".replace(",", NARROW)


def number(value: int | Decimal, places: int | None = None) -> str:
    """A number with its thousands grouped and a comma: « 12 345,5 », « −3 ». Halves round away from zero.

    Without ``places``, the decimals written are those that count: « 15,40 » reads « 15,4 ».
    """
    return _number(value, places)


@lru_cache(maxsize=WRITTEN)
def _number(value: int | Decimal, places: int | None) -> str:
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    plain = f"{abs(exact):f}"
    whole, _, decimals = plain.partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    sign = "−" if exact < 0 else ""
    return sign + _grouped(whole) + (f",{decimals}" if decimals else "")


def money(cents: int) -> str:
    """« 12 345,67 € », always with its cents."""
    return _money(cents)


@lru_cache(maxsize=WRITTEN)
def _money(cents: int) -> str:
    euros, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{_grouped(str(euros))},{rest:02d}{NBSP}€"


def money_typed(cents: int) -> str:
    """« 12 345,67 », in a field whose unit stands beside it."""
    return number(Decimal(cents).scaleb(-2), 2)


def money_short(cents: int) -> str:
    """« 50 000 € » when the amount is whole, else as ``money``: for sentences, never for tables."""
    return money(cents) if cents % 100 else number(cents // 100) + f"{NBSP}€"


def percent(share: Decimal | int, places: int | None = None) -> str:
    """A share of one as a percentage: ``Decimal("0.422")`` reads « 42,2 % »."""
    return number(Decimal(share) * 100, places) + f"{NBSP}%"


def percent_points(value: Decimal | int, places: int | None = None) -> str:
    """A percentage already counted in hundredths: ``50`` reads « 50 % »."""
    return number(value, places) + f"{NBSP}%"


def mark(value: Decimal | int) -> str:
    """A mark or a total with all the decimals that its grid gives it, so that lists align: « 76,67 », « 95,00 »."""
    exponent = Decimal(value).as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else None)


def ordinal(value: int, feminine: bool = False) -> str:
    """« 1er », « 1re », « 2e »."""
    return f"{value}e" if value != 1 else ("1re" if feminine else "1er")


def number_words(value: int) -> str:
    """« quatre cent quatre-vingt mille quatre-vingts »."""
    return str(num2words(value, lang="fr"))


def money_words(cents: int) -> str:
    """An amount in full, as a convention prints it: « douze mille euros et un centime ».

    « de » is written after a round million or milliard: « un million d’euros ».
    """
    if cents < 0:
        return f"moins {money_words(-cents)}"
    euros, rest = divmod(cents, 100)
    unit = "euro" if euros < 2 else "euros"
    if euros and euros % 1_000_000 == 0:
        unit = "d’euros"
    written = f"{number_words(euros)} {unit}" if euros or not rest else ""
    if not rest:
        return written
    small = f"{number_words(rest)} {'centime' if rest == 1 else 'centimes'}"
    return f"{written} et {small}" if written else f"{small} d’euro"


def local(moment: datetime, zone: ZoneInfo = PARIS) -> datetime:
    """The moment on the clocks of a zone. Raises ``ValueError`` when it does not say its own."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone cannot be written")
    return moment.astimezone(zone)


def _day_of(value: date | datetime, zone: ZoneInfo) -> date:
    return local(value, zone).date() if isinstance(value, datetime) else value


def day(value: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« 1er mars 2026 »."""
    d = _day_of(value, zone)
    first = "1er" if d.day == 1 else str(d.day)
    return NBSP.join((first, MONTHS[d.month], str(d.year)))


def day_month(value: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« 18 juin », where the year goes without saying."""
    return day(value, zone).rsplit(NBSP, 1)[0]


def day_soon(value: date | datetime, now: datetime, zone: ZoneInfo = PARIS) -> str:
    """« 18 juin » this year, « 18 juin 2027 » in another."""
    return day_month(value, zone) if _day_of(value, zone).year == now.year else day(value, zone)


def weekday(value: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« jeudi 18 juin 2026 »: the date alone does not break, or a title would not hold on a phone."""
    return f"{WEEKDAYS[_day_of(value, zone).weekday()]} {day(value, zone)}"


def month(value: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« juin 2026 »."""
    d = _day_of(value, zone)
    return f"{MONTHS[d.month]}{NBSP}{d.year}"


def day_figures(value: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« 18/06/2026 »: in tables, and as a date is typed."""
    return _day_of(value, zone).strftime("%d/%m/%Y")


def time(moment: datetime, zone: ZoneInfo = PARIS) -> str:
    """« 14 h 30 », « 18 h »."""
    m = local(moment, zone)
    return f"{m.hour}{NBSP}h" + (f"{NBSP}{m.minute:02}" if m.minute else "")


def moment(value: datetime, zone: ZoneInfo = PARIS) -> str:
    """« 2 juin 2026 à 17 h 42 »."""
    return f"{day(value, zone)} à {time(value, zone)}"


def moment_exact(value: datetime, zone: ZoneInfo = PARIS) -> str:
    """« 2 juin 2026 à 17 h 42 min 05 s »."""
    m = local(value, zone)
    return f"{day(m, zone)} à {m.hour}{NBSP}h{NBSP}{m.minute:02}{NBSP}min{NBSP}{m.second:02}{NBSP}s"


def moment_figures(value: datetime, zone: ZoneInfo = PARIS) -> str:
    """« 02/06/2026 17:42 »: dense lists and the journal."""
    return f"{day_figures(value, zone)}{NBSP}{time(value, zone)}"


def before(value: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """A deadline, to the minute when it has one: « avant le jeudi 18 juin 2026 à 18 h »."""
    sentence = f"avant le {weekday(value, zone)}"
    return f"{sentence} à {time(value, zone)}" if isinstance(value, datetime) else sentence


def remaining(deadline: datetime, now: datetime, zone: ZoneInfo = PARIS) -> str:
    """How long is left: « il reste 12 jours », « il reste 3 h », « passé depuis 2 jours ».

    Days are counted on the calendar of the zone, as the reader counts them; « aujourd’hui » and « demain »
    are said so.
    """
    left = deadline - now
    days = (_day_of(deadline, zone) - _day_of(now, zone)).days
    if left <= timedelta(0):
        return "passé aujourd’hui" if days == 0 else f"passé depuis {plural(-days, 'jour')}"
    if left < timedelta(hours=1):
        return f"il reste {plural(max(1, int(left.total_seconds() // 60)), 'minute')}"
    if days == 0:
        return f"aujourd’hui à {time(deadline, zone)}"
    if days == 1:
        return f"demain à {time(deadline, zone)}"
    return f"il reste {plural(days, 'jour')}"


def plural(count: int, one: str, many: str = "") -> str:
    """« 0 dossier », « 1 dossier », « 2 dossiers »: French counts as plural from two."""
    return f"{number(count)}{NBSP}{one if abs(count) < 2 else many or one + 's'}"


def listing(items: Sequence[str], last: str = "et") -> str:
    """« a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def size(octets: int) -> str:
    """« 340 ko », « 1,2 Mo », in decimal units as disks are sold."""
    if octets < 1000:
        return f"{octets}{NBSP}octet{'s' if octets > 1 else ''}"
    if octets < 999_500:
        return f"{number(Decimal(octets) / 1000, 0)}{NBSP}ko"
    return number(Decimal(octets) / 1_000_000, 1).removesuffix(",0") + f"{NBSP}Mo"


def siret(value: str) -> str:
    """« 123 456 782 00010 »; anything that is not fourteen digits is left as it was given."""
    if len(value) != 14 or not value.isdigit():
        return value
    return NBSP.join((value[:3], value[3:6], value[6:9], value[9:]))


def iso(moment: datetime) -> str:
    """The machine's form, for ``<time datetime>``: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
