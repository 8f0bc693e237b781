"""The criteria one by one: what they weigh, their scale, their threshold, their parts, what is read for them."""

from collections.abc import Iterator
from fractions import Fraction

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.figures import best_points, highest_mark, out_of
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.documents.rules import Block, RuleSection, SubSection
from app.domain.scoring import marked_criteria
from app.words.calls.rules.blocks import said, table
from app.words.calls.rules.computed import computed_blocks
from app.words.calls.rules.conditions import told
from app.words.calls.rules.joining import joined_words
from app.words.calls.rules.scales import scale_blocks, scale_words
from app.words.calls.rules.thresholds import criterion_sentence, fraction_words, of_criterion
from app.words.formats import number, plural
from app.words.lexicon import Lexicon
from app.words.typography import quoted, typo

_EXTRA = {"bonus": "bonus", "malus": "malus", "nothing": "ne compte pas"}


def criteria(grid: ScoringFile, names: Lexicon, folder: CallFolder | None = None) -> RuleSection:
    """The table of the criteria, their common scale if they have one, then each of them."""
    seen: dict[Scale, str] = {}
    blocks: list[Block] = [said(grid.introduction)] if grid.introduction else []
    blocks.append(_summary(grid))
    scales = [leaf.scale for leaf in grid.leaves]
    if len(scales) > 1 and scales[0] is not None and all(scale == scales[0] for scale in scales):
        blocks.append(said("Tous les critères se notent sur la même échelle."))
        blocks += scale_blocks(scales[0], "L’échelle de tous les critères")
        seen[scales[0]] = ""
    if all(one.justification for one in marked_criteria(grid)):
        blocks.append(said("Chaque note est expliquée en mots."))
    if grid.compare_among is not None:
        lead = (
            "Le plus bas, le plus haut et la moyenne se cherchent parmi les seuls projets qui remplissent cette "
            "condition"
        )
        blocks.append(told(lead, grid.compare_among, names))
    parts = [
        SubSection(one.key, typo(one.label), _criterion(grid, one, names, folder, seen))
        for one in grid.criteria
    ]
    return RuleSection("criteria", typo("Les critères"), tuple(blocks), tuple(parts))


def _summary(grid: ScoringFile) -> Block:
    factors = grid.weighting == "factor"
    with_total = any(one.counts == "points" for one in grid.criteria)
    thresholds = any(one.threshold is not None for one in grid.criteria)
    heads = [("Critère", False), ("Échelle", False)]
    heads += [("Seuil", False)] if thresholds else []
    points = "Points au plus" if grid.lower_is_better else "Points au mieux"
    heads += [("Coefficient", True), (points, True)] if factors else [(points, True)]
    rows = []
    for one in grid.criteria:
        row = [one.label, scale_words(one.scale) if one.scale else plural(len(one.parts), "sous-critère")]
        if thresholds:
            row.append(_threshold(grid, one))
        best = fraction_words(best_points(grid, one))
        last = (
            best
            if one.counts == "points"
            else "–"
            if one.counts == "nothing"
            else f"{_EXTRA[one.counts]} : {best}"
        )
        rows.append([*row, number(one.weight), last] if factors else [*row, last])
    total = ["Total", *[""] * (len(heads) - 2), fraction_words(out_of(grid))] if with_total else ()
    return table("Les critères et leur poids", heads, rows, total)


def _threshold(grid: ScoringFile, one: Criterion) -> str:
    if one.threshold is None:
        return "–"
    words = of_criterion(grid, one, one.threshold)
    return f"{words}, éliminatoire" if one.knock_out else words


def _criterion(
    grid: ScoringFile, one: Criterion, names: Lexicon, folder: CallFolder | None, seen: dict[Scale, str]
) -> tuple[Block, ...]:
    blocks: list[Block] = [said(one.description)] if one.description else []
    if one.when is not None:
        blocks.append(told("Ce critère ne s’applique qu’à cette condition", one.when, names))
    blocks.append(said(_weight(grid, one)))
    if one.computed and one.scale is not None:
        blocks += computed_blocks(one.computed, one.scale, names)
    elif one.parts:
        blocks += _parts(grid, one, seen)
    elif one.scale is not None:
        blocks += _scale(one.scale, one.label, seen)
    return (*blocks, *(said(sentence) for sentence in _rules(grid, one, folder) if sentence))


def _rules(grid: ScoringFile, one: Criterion, folder: CallFolder | None) -> Iterator[str]:
    """What is said of the criterion after its scale; an empty text says nothing."""
    if one.ranking_weight is not None:
        weights = f"{number(one.ranking_weight)} au lieu de {number(one.weight)}"
        yield f"Dans la note de classement, son poids est {weights}."
    yield criterion_sentence(grid, one)
    if one.aggregation is not None:
        yield f"Pour ce critère, la note retenue est {joined_words(grid, one)}."
    if one.gap is not None:
        yield f"Un écart de {number(one.gap)} entre deux experts appelle une expertise de plus."
    if one.computed:
        return
    if not one.justification:
        yield "La note peut se donner sans explication."
    elif not all(other.justification for other in marked_criteria(grid)):
        yield "La note est expliquée en mots."
    if read := _read(one, folder):
        yield f"L’expert lit à côté : {read}."


def _weight(grid: ScoringFile, one: Criterion) -> str:
    best = fraction_words(best_points(grid, one))
    if one.counts == "nothing":
        return "Ce critère est jugé et affiché ; il ne compte pas dans le total."
    how = f" : la note est multipliée par {number(one.weight)}" if grid.weighting == "factor" else ""
    unit = "point" if best_points(grid, one) < 2 else "points"
    if one.counts == "bonus":
        return f"Bonus : ajoute au total jusqu’à {best} {unit}{how}."
    if one.counts == "malus":
        return f"Malus : retire du total jusqu’à {best} {unit}{how}."
    most = "au plus" if grid.lower_is_better else "au mieux"
    return f"Donne {most} {best} {unit}{how}."


def _parts(grid: ScoringFile, one: Criterion, seen: dict[Scale, str]) -> list[Block]:
    factors = grid.weighting == "factor"
    whole = fraction_words(highest_mark(grid, one))
    rows = [
        (
            f"{part.label} : {part.description}" if part.description else part.label,
            scale_words(part.scale),
            number(part.weight),
        )
        for part in one.parts
    ]
    many = number(len(one.parts))
    lead = (
        f"La note du critère, sur {whole}, est la somme des points de ses {many} sous-critères, que l’expert note un "
        "à un."
    )
    if not factors and highest_mark(grid, one) != Fraction(one.weight):
        lead += f" Elle est ensuite ramenée à {number(one.weight)}."
    heads = [
        ("Sous-critère", False),
        ("Échelle", False),
        ("Coefficient" if factors else "Points au mieux", True),
    ]
    blocks: list[Block] = [said(lead), table(f"Les sous-critères de {quoted(one.label)}", heads, rows)]
    for part in one.parts:
        if part.scale not in seen:
            blocks.append(said(f"{part.label} :"))
            blocks += _scale(part.scale, part.label, seen)
    return blocks


def _scale(scale: Scale, label: str, seen: dict[Scale, str]) -> tuple[Block, ...]:
    if scale not in seen or not (scale.labels or scale.levels):
        seen.setdefault(scale, label)
        return scale_blocks(scale, f"L’échelle de {quoted(label)}")
    return (said(f"Même échelle que {quoted(seen[scale])}."),) if seen[scale] else ()


def _read(one: Criterion, folder: CallFolder | None) -> str:
    asked = {question.key: question.label for question in folder.questions} if folder else {}
    return " ; ".join(quoted(asked[key]) for key in one.reads if key in asked)
