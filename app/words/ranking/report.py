"""A ranking on a terminal: its table, the line of the money, those without rank, the account of each pot."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.domain.aid import AidComputation
from app.domain.allocation import Outcome, PotUse
from app.domain.call_file.call import WaveFile
from app.domain.ranking.beside import Beside, CalibrationError, Uncalibrated
from app.domain.ranking.listing import Listing, Place
from app.domain.ranking.refusals import flags, refusals
from app.domain.ranking.result import Result
from app.domain.ranking.stops import stops
from app.domain.scoring.exact import decimal_of
from app.words import formats
from app.words.calls.aid import step_sentence
from app.words.calls.grids import label_of
from app.words.ranking.explanations import sentence
from app.words.ranking.sides import SIDES
from app.words.ranking.stops import is_money_alone, stops_words
from app.words.typography import typo

OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.FUNDED: "financée",
    Outcome.PARTIAL: "financée en partie",
    Outcome.RESERVE: "liste complémentaire",
    Outcome.UNFUNDED: "non financée",
    Outcome.QUOTA: "écartée par un quota",
    Outcome.DRAWN_OUT: "non tirée au sort",
    Outcome.TO_DRAW: "à tirer au sort",
    Outcome.BELOW_THRESHOLD: "sous le seuil de sa sous-enveloppe",
    Outcome.NO_POT: "hors de toute sous-enveloppe",
    Outcome.WITHDRAWN: "a renoncé",
    Outcome.ADMITTED: "admise",
}

NO_AMOUNT: Final = "sans montant"
"""What is told in the place of « financée » where no amount is known."""

NOT_SCREENED: Final = typo(
    "La recevabilité n’est pas essayée ici : toutes les candidatures sont tenues pour recevables."
)

UNRANKED: Final = typo("Sans rang :")
FLAGGED: Final = typo("Classées, et sous un seuil qui n’écarte pas :")

_UNCALIBRATED: Final = {
    Uncalibrated.NO_VOTE: "aucun expert n’a donné de note à comparer",
    Uncalibrated.TOO_MANY: "il y a plus de mille candidatures",
    Uncalibrated.TOO_LARGE: "un total a trop de chiffres",
    Uncalibrated.NO_SCALE: "aucun critère de la grille ne donne de points",
}


def uncalibrated(error: CalibrationError) -> str:
    """Why a figure beside the total is not there."""
    return typo(f"« {SIDES[error.side]} » ne se calcule pas : {_UNCALIBRATED[error.code]}.")


def heads(result: Result) -> tuple[str, ...]:
    """The heads of the columns."""
    listing = result.listing
    own = ["Rang", "Candidature", "Total"]
    if _has_ranking_score(listing):
        own.append("Note de classement")
    own += [SIDES[one.by] for one in result.beside]
    given = () if listing.admits else ("Attribué",)
    return (*own, "Issue", "Aide calculée" if result.aids else "Demandé", *given)


def rows(result: Result) -> Iterator[tuple[str, ...]]:
    """One row for each application that has a rank, in the order of the list."""
    listing = result.listing
    for place in listing.places:
        if place.rank is None or place.outcome is None:
            continue
        own = [rank_words(place), place.reference, total_words(listing, place)]
        if _has_ranking_score(listing):
            own.append(formats.number(ranking_score(listing, place)))
        own += [_beside(one, place.reference) for one in result.beside]
        given = outcome_of(listing, place)
        outcome = NO_AMOUNT if given is None else OUTCOMES[given]
        awarded = () if listing.admits else (formats.money(place.awarded),)
        yield (*own, outcome, formats.money(place.amount), *awarded)


def outcome_of(listing: Listing, place: Place) -> Outcome | None:
    """What the money does; None without rank, and for one that it would reach in a list without any amount."""
    return place.outcome if listing.tried or not place.funded else None


def rank_words(place: Place) -> str:
    """« 3 », « 3 ex æquo »."""
    return f"{place.rank}{' ex æquo' if place.tied else ''}"


def total(listing: Listing, place: Place) -> Decimal | None:
    """The total; None for an application that has none."""
    scored = listing.ranked.scored
    if not scored.assessed(place.at):
        return None
    return scored.total.fixed_at(place.at, scored.grid.rounding.decimals)


def total_words(listing: Listing, place: Place) -> str:
    """« 76,5 », « aucun »."""
    value = total(listing, place)
    return "aucun" if value is None else formats.number(value)


def ranking_score(listing: Listing, place: Place) -> Decimal:
    """The score that the grid computes for the list or gives other weights to; else the total."""
    return decimal_of(listing.ranked.scored.ranking.at(place.at))


def ranked_by(result: Result, place: Place) -> Decimal | None:
    """The figure that the list goes by: the score, or one that compares the experts; None where it has none."""
    grid = result.listing.ranked.scored.grid
    side = next((one for one in result.beside if one.by == grid.rank_by), None)
    return ranking_score(result.listing, place) if side is None else side.scores.get(place.reference)


def _has_ranking_score(listing: Listing) -> bool:
    grid = listing.ranked.scored.grid
    return grid.ranking_score is not None or any(one.ranking_weight is not None for one in grid.criteria)


def _beside(side: Beside, reference: str) -> str:
    if reference not in side.scores:
        return "aucune note"
    score = formats.number(side.scores[reference])
    rank = side.ranks.get(reference)
    return score if rank is None else f"{score} ({formats.ordinal(rank)})"


def wave_words(wave: WaveFile, others: Sequence[WaveFile] = ()) -> str:
    """Whose envelope was given, in a call of several waves; `others`: those among which nobody chose."""
    money = formats.money_short(wave.envelope) if wave.envelope else "sans limite"
    keys = [one.key for one in others if one.key != wave.key]
    more = f" Pour une autre vague : --wave {formats.listing(keys, 'ou')}." if keys else ""
    return typo(f"L’enveloppe est celle de la vague « {wave.name} » ({wave.key}), {money}.{more}")


def line_words(listing: Listing) -> str:
    """Where the money stops down the list."""
    ranked = [one for one in listing.places if one.rank is not None]
    if listing.admits:
        return _admission_words(listing, len(ranked))
    served = [one for one in ranked if one.funded]
    why = stops(listing)
    others = "" if is_money_alone(why) else f" {stops_words(why)}"
    if not listing.tried:
        untold = "aucune candidature n’a de montant"
        if not listing.envelope:
            return typo(f"Aucune enveloppe, et {untold}.{others}")
        return typo(
            f"L’enveloppe de {formats.money_short(listing.envelope)} n’est pas éprouvée : {untold}.{others}"
        )
    if not listing.envelope:
        spent = formats.money_short(listing.spent)
        return typo(f"Aucune enveloppe : {_count(len(served))}, {spent} en tout.{others}")
    if not served:
        whole = formats.money_short(listing.envelope)
        return typo(f"L’enveloppe de {whole} ne finance aucune candidature.{others}")
    last = served[-1]
    left = listing.envelope - listing.spent
    rest = f"il reste {formats.money_short(left)}" if left else "il ne reste rien"
    if len(served) == len(ranked):
        entire = all(one.awarded == one.amount for one in served)
        reach = "suffit à toutes" if entire else "les sert toutes, mais pas en entier"
        return typo(
            f"L’enveloppe de {formats.money_short(listing.envelope)} {reach} : {_count(len(served))} pour "
            f"{formats.money_short(listing.spent)}, {rest}."
        )
    if others:
        return typo(
            f"La dernière servie est {last.reference} (rang {rank_words(last)}, total {total_words(listing, last)}) : "
            f"{_count(len(served))} pour {formats.money_short(listing.spent)} sur "
            f"{formats.money_short(listing.envelope)}, {rest}.{others}"
        )
    return typo(
        f"L’enveloppe de {formats.money_short(listing.envelope)} s’arrête à {last.reference} (rang {rank_words(last)}, "
        f"total {total_words(listing, last)}) : {_count(len(served))} pour {formats.money_short(listing.spent)}, "
        f"{rest}."
    )


def _admission_words(listing: Listing, admitted: int) -> str:
    """Who goes on after a round that gives no money, and the threshold that the money fixed, if it did."""
    told = formats.plural(admitted, "candidature admise", "candidatures admises")
    whole = f"{told} au tour suivant, sur {formats.number(len(listing.places))}"
    cut = listing.ranked.cut
    if cut is None:
        return typo(f"{whole}. Ce tour n’attribue pas d’argent.")
    bound = formats.number(decimal_of(cut))
    return typo(
        f"{whole} : l’enveloppe de {formats.money_short(listing.envelope)} a fixé le seuil à {bound}."
    )


def _count(number: int) -> str:
    return formats.plural(number, "candidature financée", "candidatures financées")


def reasons(listing: Listing, place: Place, label: Callable[[str], str] | None = None) -> tuple[str, ...]:
    """Why a ranked application gets what it gets, or why another has no rank."""
    grid = listing.ranked.scored.grid
    named = label or (lambda key: label_of(grid, key))
    scored = listing.ranked.scored
    steps = (
        refusals(listing.ranked, place.at) if place.rank is None else (*flags(scored, place.at), *place.steps)
    )
    return tuple(sentence(step, named) for step in steps)


def flagged(listing: Listing, place: Place) -> tuple[str, ...]:
    """The criteria on which a ranked application is below a threshold that excludes nobody."""
    grid = listing.ranked.scored.grid
    return tuple(
        sentence(step, lambda key: label_of(grid, key)) for step in flags(listing.ranked.scored, place.at)
    )


def pot_words(pot: PotUse) -> str:
    """The account of one pot."""
    name = f"Sous-enveloppe « {pot.label} »" if pot.label else "Enveloppe"
    told = [
        f"{name} : {formats.money_short(pot.allocated)}"
        if pot.allocated is not None
        else f"{name} : sans limite"
    ]
    if pot.received:
        told.append(f"reçu {formats.money_short(pot.received)}")
    told.append(f"attribué {formats.money_short(pot.spent)}")
    if pot.given:
        told.append(f"cédé {formats.money_short(pot.given)}")
    if pot.left is not None:
        told.append(f"reste {formats.money_short(pot.left)}")
    return typo(f"{', '.join(told)}.")


def aid_lines(aid: AidComputation) -> tuple[str, ...]:
    """How the amount of one application was found."""
    return tuple(typo(step_sentence(step, own=False)) for step in aid.steps)
