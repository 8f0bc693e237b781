"""The families of criteria and their thresholds."""

from app.domain.call_file.grid.figures import group_best
from app.domain.call_file.grid.rules import GridGroup
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents.rules import Block, RuleSection, SubSection
from app.words.calls.grids import chosen_words
from app.words.calls.rules.blocks import listed, said
from app.words.calls.rules.thresholds import of_criterion, of_total
from app.words.formats import listing, number
from app.words.typography import quoted, typo


def groups(grid: ScoringFile) -> RuleSection:
    """Each family: what it gathers, what it must reach."""
    parts = tuple(SubSection(one.key, typo(one.label), _group(grid, one)) for one in grid.groups)
    return RuleSection("groups", typo("Les familles de critères"), (), parts)


def _group(grid: ScoringFile, group: GridGroup) -> tuple[Block, ...]:
    members = [one for one in grid.criteria if one.group == group.key]
    blocks: list[Block] = [said(group.help)] if group.help else []
    blocks.append(said(f"Réunit {listing([quoted(one.label) for one in members])}."))
    if group.chooses:
        blocks.append(said(chosen_words(group)))
    if group.cap is not None:
        blocks.append(
            said(f"Compte pour {number(group.cap)} au plus, même si la somme de ses points est plus haute.")
        )
    if group.threshold is not None:
        best = group_best(grid, group.key)
        side = "plus" if grid.lower_is_better else "moins"
        words = of_total(group.threshold, best, "de ses points")
        blocks.append(said(f"Avec {side} de {words} dans cette famille, le projet est écarté."))
    if group.each is not None:
        count = group.at_least or len(members)
        if count == len(members):
            lead = "Chacun de ses critères doit atteindre son seuil, sinon le projet est écarté :"
        else:
            some = number(count)
            lead = (
                f"{some} au moins de ses critères doivent atteindre leur seuil, sinon le projet est écarté :"
            )
        blocks += [
            said(lead),
            listed(f"{one.label} : {of_criterion(grid, one, group.each)}" for one in members),
        ]
    return tuple(blocks)
