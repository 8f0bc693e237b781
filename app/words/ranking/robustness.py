"""How firm a ranking is, in sentences for those who will have to defend it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.ranking import Listing
from app.domain.ranking.left_out import leaves_reviews_out
from app.domain.ranking.robustness import Firmness, firmness, has_one_line
from app.words.calls.grids import label_of
from app.words.formats import listing as listed
from app.words.formats import number, plural
from app.words.typography import typo

NOBODY: Final[Mapping[str, str]] = {}
NAMED: Final = 8
"""Beyond so many, applications are counted and not named."""


def told(
    found: Listing, rule: RankingRule, names: Names | None = None, seed: str | None = None, only: str = ""
) -> Iterator[str]:
    """One sentence for each application that may move (or for one), then how many decisions hang on little."""
    firm = [one for one in firmness(found, rule, names, seed=seed) if only in ("", one.reference)]
    grid = found.ranked.scored.grid
    yield ""
    tried = "un dixième en plus ou en moins sur chaque poids"
    tried += ", chaque expertise ôtée" if leaves_reviews_out(grid) else ""
    yield typo(f"Solidité du classement ({tried}) :")
    moving = [one for one in firm if one.fragile or one.drops or one.best != one.worst]
    for one in moving:
        hangs = f" ; son financement dépend {causes(grid, one)}" if one.fragile else ""
        yield typo(f"  {one.reference} : {_ranks(one)}{hangs}.")
    still = len(firm) - len(moving)
    if not moving:
        yield typo(f"  {only} : son rang ne bouge pas." if only else "  Aucun rang ne bouge.")
    elif still:
        yield typo(f"  {plural(still, 'autre ne bouge pas', 'autres ne bougent pas')}.")
    spare = just_enough(firm)
    if spare:
        yield typo(f"  {spare}")
    unplayed = limits(grid, reviews=leaves_reviews_out(grid), money=has_one_line(rule))
    if unplayed:
        yield f"  {unplayed}"
    if only:
        return
    fragile = sum(one.fragile for one in firm)
    if fragile:
        yield typo(f"  {plural(fragile, 'décision tient', 'décisions tiennent')} à peu.")


def _ranks(one: Firmness) -> str:
    if one.rank is None:
        return "sans rang" if one.best is None else f"sans rang, jusqu’au rang {one.best}"
    moved = f"rang {one.rank}" if one.best == one.worst else f"rang {one.rank}, de {one.best} à {one.worst}"
    return f"{moved} ; pourrait n’être plus classée" if one.drops else moved


def causes(grid: ScoringFile, one: Firmness, named: Mapping[str, str] = NOBODY) -> str:
    """« du poids de « Mérite » et de l’expertise de Nora Blin »; ``named``: the experts by their keys."""
    keys = {criterion.key for criterion in grid.criteria}
    weights = [f"« {label_of(grid, key)} »" for key in one.because if key in keys]
    people = [named.get(key, key) for key in one.because if key not in keys]
    found = [f"du poids de {listed(weights)}"] if weights else []
    found += [f"de l’expertise de {listed(people)}"] if people else []
    if one.other_reviews == 1:
        ((reference, reviewer),) = one.others
        found.append(f"de l’expertise de {named.get(reviewer, reviewer)} sur {reference}")
    elif one.others:
        whose = list(dict.fromkeys(reference for reference, _ in one.others))
        few = f" ({listed(whose)})" if len(whose) <= NAMED else ""
        found.append(f"de {number(one.other_reviews)} expertises d’autres candidatures{few}")
    return listed(found)


def just_enough(firm: Sequence[Firmness]) -> str:
    """Which applications would lose their rank with one review less, whatever its marks; nothing without any."""
    found = [one.reference for one in firm if one.just_enough]
    if not found:
        return ""
    told = f"{listed(found)} n’" if len(found) <= NAMED else f"{plural(len(found), 'candidature')} n’"
    return typo(
        f"{told}{'a' if len(found) == 1 else 'ont'} que le nombre d’expertises qu’un rang demande : sans "
        "l’une d’elles, plus de rang. Le rang dit ici est celui que donneraient les autres notes."
    )


def ranks(one: Firmness) -> str:
    """The ranks that it may take: « 3 », « de 2 à 5 », « sans rang, ou 4 »."""
    if one.best is None:
        return "aucun"
    span = f"{one.best}" if one.best == one.worst else f"de {one.best} à {one.worst}"
    return f"{span}, ou sans rang" if one.drops or one.rank is None else span


def moves(one: Firmness) -> int | None:
    """By how many ranks it moves at most, up or down; None without a rank."""
    if one.rank is None or one.best is None or one.worst is None:
        return None
    return max(one.rank - one.best, one.worst - one.rank)


def hangs_on(grid: ScoringFile, one: Firmness, named: Mapping[str, str], *, funded: bool) -> str:
    """What the money of a fragile application hangs on."""
    now = "Financée aujourd’hui" if funded else "Non financée aujourd’hui"
    return typo(f"{now} : cela dépend {causes(grid, one, named)}.")


def summary(fragile: int, *, reviews: bool) -> str:
    """How many decisions hang on little."""
    tried = "un dixième de plus ou de moins sur un poids"
    tried += ", ou une expertise de moins" if reviews else ""
    if not fragile:
        return typo(f"Aucune décision n’est fragile : {tried}, et les mêmes candidatures sont financées.")
    many = plural(fragile, "décision est fragile", "décisions sont fragiles")
    return typo(f"{many} : {tried}, et l’argent changerait.")


def limits(grid: ScoringFile, *, reviews: bool, money: bool) -> str:
    """What was not replayed, and why."""
    if not reviews:
        agreed = grid.aggregation is Aggregation.CONSENSUS
        why = (
            "les experts arrêtent leurs notes ensemble"
            if agreed
            else "ce classement compare les experts entre eux, et chacune déplace tous les dossiers"
        )
        return typo(f"Les expertises ne sont pas ôtées une à une : {why}.")
    if not money:
        return typo(
            "Une expertise ôtée déplace les rangs ; ce que l’argent en ferait n’est pas rejoué, "
            "parce que cet appel ne le donne pas par une seule ligne."
        )
    return ""
