"""What each application would receive when `ranking.yaml` says how the aid is found (`amount`).

The attributes are those of the budget, in euros: `eligible_total`, and `requested`, or `requested_1` to
`requested_5` for what is asked year by year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.domain.aid import AidComputation, aid_of
from app.domain.call_file.aid import AidRule
from app.domain.expressions import NOT_COMPUTED, Expression, ExpressionError, Kind, Value, read_expression
from app.domain.money import to_cents
from app.domain.ranking.entries import Entry
from app.domain.scoring.conditions import Attributes, ConditionError, Uncomputed, used_values, values_of
from app.domain.scoring.scored import Scored

ELIGIBLE: Final = "eligible_total"
REQUESTED: Final = "requested"
BY_YEAR: Final = tuple(f"requested_{year}" for year in range(1, 6))


def with_amounts(
    entries: Sequence[Entry], aid: AidRule, kinds: Mapping[str, Kind]
) -> tuple[tuple[Entry, ...], dict[str, AidComputation]]:
    """The entries with the amount that the rule gives, and by reference how it was found.

    Raises:
        ConditionError: a condition of the rule cannot be computed for one of them.
    """
    found = {}
    for place, one in enumerate(entries):
        try:
            found[one.reference] = _aid(aid, one.attributes or {}, kinds)
        except ExpressionError as error:
            raise ConditionError("amount", place, error) from error
    return tuple(replace(one, amount=found[one.reference].amount) for one in entries), found


def _aid(aid: AidRule, attributes: Attributes, kinds: Mapping[str, Kind]) -> AidComputation:
    base = _cents(attributes, ELIGIBLE) or 0
    asked = tuple(_asked(attributes)) or (base,)
    return aid_of(aid, base, asked, values_of(attributes), kinds)


def without_uncomputed(scored: Scored, aid: AidRule, kinds: Mapping[str, Kind]) -> Scored:
    """The same, those whose aid cannot be computed having no rank, with the rule that fails: 0 € is no aid."""
    rates = [
        None if line.when is None else read_expression(line.when, kinds, Kind.BOOL) for line in aid.rates
    ]
    activity = aid.activity_ceiling and read_expression(aid.activity_ceiling.of, kinds, Kind.NUMBER)
    failed = {
        at: found
        for at, one in enumerate(scored.attributes)
        if (found := _uncomputed(rates, activity or None, values_of(one))) is not None
    }
    retained = scored.retained.copy()
    retained[list(failed)] = False
    told = {at: (*scored.uncomputed.get(at, ()), one) for at, one in failed.items()}
    return replace(scored, retained=retained, uncomputed={**scored.uncomputed, **told}) if failed else scored


def _uncomputed(
    rates: Sequence[Expression | None], activity: Expression | None, known: Mapping[str, Value | None]
) -> Uncomputed | None:
    asked: Expression | None = None
    try:
        for asked in rates:
            if asked is None or asked.holds(known):
                break
        if (asked := activity) is not None:
            asked.evaluate(known)
    except ExpressionError as error:
        if asked is None or error.code not in NOT_COMPUTED:
            raise
        return Uncomputed(asked.text, error.code, used_values([asked], known))
    return None


def _asked(attributes: Attributes) -> Iterator[int]:
    """What is asked each year; all in one year when the years are not told, nothing when no request is."""
    names = BY_YEAR if any(_cents(attributes, name) is not None for name in BY_YEAR) else (REQUESTED,)
    for name in names:
        cents = _cents(attributes, name)
        if cents is not None:
            yield cents


def _cents(attributes: Attributes, name: str) -> int | None:
    value = attributes.get(name)
    return max(0, to_cents(value)) if isinstance(value, Decimal) else None
