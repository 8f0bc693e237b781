"""From totals to ranks: what the list goes by, what separates equals, what is shown beside."""

from collections.abc import Iterator, Mapping

from app.domain.call_file.grid.rules import RankingScore
from app.domain.call_file.grid.scoring import ScoringFile, Side
from app.domain.documents.rules import Block, RuleSection
from app.words.calls.grids import tie_break_words
from app.words.calls.rules.blocks import listed, said
from app.words.calls.rules.computed import called_words
from app.words.calls.rules.joining import rounding_words
from app.words.formats import number
from app.words.lexicon import Lexicon
from app.words.typography import quoted, typo

_SIDES: Mapping[Side, str] = {
    "z_score": "l’écart de chaque total à la moyenne de son expert, compté en écarts types",
    "percentile": "le centile : 100 × (rang − 0,5) ÷ nombre de projets notés, le rang étant celui de la moyenne des "
    "notes, et le rang moyen pour des ex æquo",
    "severity": "le total corrigé de la sévérité de chaque expert",
    "expected_rank": "le rang attendu, compte tenu de l’incertitude des notes",
}


def places(grid: ScoringFile, names: Lexicon) -> RuleSection:
    """How retained projects are ranked."""
    weighted = [one for one in grid.criteria if one.ranking_weight is not None]
    blocks: list[Block] = []
    if grid.ranking_score is not None:
        blocks += _formula(grid, grid.ranking_score, names)
    elif grid.rank_by != "total":
        blocks.append(said(f"Le classement suit {_side(grid, grid.rank_by)}."))
    elif weighted:
        blocks.append(
            said(
                "Le classement suit la note de classement : le même calcul que le total, avec d’autres poids pour "
                + " ; ".join(f"{quoted(one.label)}, {number(one.ranking_weight or 0)}" for one in weighted)
                + ". Elle ne sert qu’à classer : les seuils regardent le total."
            )
        )
    elif any(one.counts == "points" for one in grid.criteria):
        first = "le plus bas" if grid.lower_is_better else "le plus haut"
        blocks.append(
            said(f"Les projets qui ne sont pas écartés sont classés par leur total, {first} d’abord.")
        )
    else:
        blocks.append(
            said(
                "La grille ne donne pas de total : les projets qui ne sont pas écartés sont d’abord à égalité."
            )
        )
    if ties := tie_break_words(grid):
        blocks.append(
            said(
                "À égalité, on départage dans cet ordre :"
                if len(ties) > 1
                else "À égalité, on départage par :"
            )
        )
        blocks.append(listed(ties, ordered=len(ties) > 1))
    blocks.append(said("Ceux que rien ne sépare sont ex æquo : ils portent le même rang."))
    if grid.beside:
        blocks.append(
            said("On montre à côté du total, avec le rang que cela donnerait, sans changer le classement :")
        )
        blocks.append(listed([_side(grid, side) for side in grid.beside]))
    return RuleSection("ranking", typo("Le classement"), tuple(blocks))


def _formula(grid: ScoringFile, rule: RankingScore, names: Lexicon) -> Iterator[Block]:
    """The calculation that the list goes by."""
    first = "la plus basse" if rule.lower_is_better else "la plus haute"
    rounded = rounding_words(grid.ranking_rounding)
    yield said(
        f"Le classement suit la note de classement, {first} d’abord ; elle est arrondie {rounded}, et se calcule "
        "ainsi :",
        rule.formula,
        called_words([rule.formula], names),
    )
    yield said(
        "Elle ne sert qu’à classer : les seuils regardent le total. Un projet pour lequel elle ne peut pas être "
        "calculée, parce qu’il manque une réponse ou qu’il faudrait diviser par zéro, n’est pas classé."
    )


def _side(grid: ScoringFile, side: Side) -> str:
    rounded = f" ; il est arrondi {rounding_words(grid.rounding.percentile)}" if side == "percentile" else ""
    return f"{_SIDES[side]}{rounded}"
