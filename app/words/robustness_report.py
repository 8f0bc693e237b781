"""How firm a ranking is, in sentences for those who will have to defend it."""

from collections.abc import Iterator, Mapping

from app.domain.call_file.ranking import RankingRule
from app.domain.expressions import Kind
from app.domain.ranking import Listing
from app.domain.ranking.robustness import Firmness, firmness
from app.words.formats import listing as listed
from app.words.formats import plural
from app.words.grids import label_of
from app.words.typography import typo


def told(found: Listing, rule: RankingRule, names: Mapping[str, Kind]) -> Iterator[str]:
    """One sentence for each application that may move, then how many decisions hang on little."""
    firm = firmness(found, rule, names)
    yield ""
    yield typo(
        "Solidité du classement (un dixième en plus ou en moins sur chaque poids, chaque expertise ôtée) :"
    )
    moving = [one for one in firm if one.fragile or one.drops or one.best != one.worst]
    for one in moving:
        yield typo(f"  {one.reference} : {_ranks(one)}{_money(found, one)}.")
    if not moving:
        yield typo("  Aucun rang ne bouge.")
    fragile = sum(one.fragile for one in firm)
    if fragile:
        yield typo(f"  {plural(fragile, 'décision tient', 'décisions tiennent')} à peu.")


def _ranks(one: Firmness) -> str:
    if one.rank is None:
        return "sans rang" if one.best is None else f"sans rang, jusqu’au rang {one.best}"
    moved = f"rang {one.rank}" if one.best == one.worst else f"rang {one.rank}, de {one.best} à {one.worst}"
    return f"{moved} ; pourrait n’être plus classée" if one.drops else moved


def _money(found: Listing, one: Firmness) -> str:
    if not one.fragile:
        return ""
    grid = found.ranked.scored.grid
    keys = {criterion.key for criterion in grid.criteria}
    weights = [f"« {label_of(grid, key)} »" for key in one.because if key in keys]
    people = [key for key in one.because if key not in keys]
    causes = [f"le poids de {listed(weights)}"] if weights else []
    causes += [f"l’expertise de {listed(people)}"] if people else []
    return f" ; son financement dépend de {listed(causes)}".replace("de le poids", "du poids")
