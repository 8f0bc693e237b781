"""From the marks of the reviewers to a total: who reads, how marks are joined, rounded, and what eliminates."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.call_file.grid.figures import at_round, out_of, threshold_best
from app.domain.call_file.grid.rules import Aggregation, BudgetCut
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents.rules import Block, RuleSection, SubSection
from app.words.calls.rules.blocks import listed, said
from app.words.calls.rules.conditions import told
from app.words.calls.rules.joining import joined_words, rounding_words
from app.words.calls.rules.thresholds import criterion_sentence, fraction_words, of_total
from app.words.formats import NBSP, listing, number, percent, plural
from app.words.lexicon import Lexicon
from app.words.typography import quoted, typo


def marks(grid: ScoringFile) -> RuleSection:
    """From the marks to the total."""
    sentences = [*_reviewers(grid), *_joined(grid), *_total(grid)]
    return RuleSection("marks", typo("Des notes au total"), (listed(sentences),))


def _reviewers(grid: ScoringFile) -> list[str]:
    who = "un expert" if grid.reviewers == 1 else plural(grid.reviewers, "expert")
    if not grid.leaves:
        return ["Toutes les notes se calculent d’après le dossier."]
    told_ = [f"Chaque projet est lu par {who}."]
    if grid.everyone:
        told_.append(
            "Un projet n’est classé que si tous les experts du jury ont noté tous les critères qui le concernent."
        )
    elif grid.least > 1:
        told_.append(f"Un projet n’est classé qu’avec {number(grid.least)} expertises rendues au moins.")
    if grid.gap is not None:
        points = f"{number(grid.gap)}{NBSP}{'point' if grid.gap < 2 else 'points'}"
        told_.append(f"Un écart de {points} entre les totaux de deux experts appelle une expertise de plus.")
    told_ += _colleges(grid)
    if (sure := grid.confidence) is not None:
        effect = "la moyenne en tient compte" if sure.weighs else "cela ne change pas la note"
        told_.append(f"Chaque expert dit, de {sure.min} à {sure.max}, s’il est sûr de lui : {effect}.")
    return told_


def _colleges(grid: ScoringFile) -> Iterator[str]:
    """What each college weighs, and how many of its reviews a rank asks for."""
    whole = sum((one.weight for one in grid.colleges), Decimal(0))
    if not whole:
        return
    each = listing([f"{quoted(one.label)}, {percent(round(one.weight / whole, 3))}" for one in grid.colleges])
    what = "Les totaux" if grid.aggregate_on == "totals" else "Les notes"
    yield (
        f"Les experts forment des collèges : {each}. {what} se réunissent dans chacun, puis d’un collège à l’autre "
        "selon ces poids ; celui qui n’a rien pu noter laisse le sien aux autres."
    )
    owed = [f"{number(one.least)} de {quoted(one.label)}" for one in grid.colleges if one.least]
    if owed:
        yield f"Un projet n’est classé qu’avec ces expertises au moins : {listing(owed)}."


def _joined(grid: ScoringFile) -> list[str]:
    if not grid.leaves:
        sentences = []
    elif grid.aggregate_on == "totals":
        sentences = [
            f"Chaque expert donne un total ; le total retenu est {joined_words(grid, what='totaux')}."
        ]
    elif grid.reviewers == 1 and grid.aggregation.value in ("mean", "median", "min", "max", "trimmed_mean"):
        sentences = [
            "La note retenue d’un critère est celle de l’expert ; s’il y en a plusieurs, c’est "
            + joined_words(grid)
            + "."
        ]
    else:
        sentences = [f"La note retenue d’un critère est {joined_words(grid)}."]
    if grid.rounding.marks is not None:
        sentences.append(f"La note retenue est arrondie {rounding_words(grid.rounding.marks)}.")
    if any(leaf.scale is not None and leaf.scale.cannot_assess for leaf in grid.leaves):
        sentences.append(f"Un critère sur lequel aucun expert n’a pu se prononcer {_left_out(grid)}.")
    if any(one.when is not None for one in grid.criteria):
        sentences.append(f"Un critère qui ne s’applique pas au projet {_left_out(grid)}.")
    return sentences


def _left_out(grid: ScoringFile) -> str:
    if grid.unassessed == "rescale":
        return "n’est pas compté : les points des autres sont ramenés à l’ensemble de la grille"
    return "compte pour zéro"


def _total(grid: ScoringFile) -> list[str]:
    counted = [one for one in grid.criteria if one.counts == "points"]
    if not counted:
        return ["Rien ne s’additionne : les projets n’ont pas de total."]
    sentences = []
    if grid.aggregate_on == "criteria" or grid.weighting == "factor":
        if grid.weighting == "factor":
            formula = "note retenue × coefficient"
        else:
            formula = "note retenue × points du critère ÷ note la plus haute de l’échelle"
        sentences.append(f"Points d’un critère = {formula}.")
    if grid.weighting == "points" and any(
        leaf.scale is not None and leaf.scale.lower_is_better for one in counted for leaf in one.scaled
    ):
        sentences.append(
            "Sur une échelle inversée, la note la plus basse donne tous les points et la plus haute n’en donne aucun."
        )
    extra = [quoted(one.label) for one in grid.criteria if one.counts in ("bonus", "malus")]
    beyond = (
        f" ; {listing(extra)} s’y {'ajoute ou s’en retranche' if len(extra) == 1 else 'ajoutent ou s’en retranchent'}"
        if extra
        else ""
    )
    if grid.combine == "geometric_mean":
        sentences += _mean(grid, beyond)
    else:
        sentences.append(f"Le total est la somme des points, sur {fraction_words(out_of(grid))}{beyond}.")
    sentences.append(
        f"Il est arrondi {rounding_words(grid.rounding)}. Rien d’autre n’est arrondi."
        if grid.rounding.marks is None and not _rounds_roots(grid)
        else f"Il est arrondi {rounding_words(grid.rounding)}."
    )
    if grid.lower_is_better:
        sentences.append("Le total le plus bas est le meilleur.")
    return sentences


def _mean(grid: ScoringFile, beyond: str) -> Iterator[str]:
    """What a total that is a geometric mean is made of."""
    what = "chaque famille et de chaque critère sans famille" if grid.groups else "chaque critère"
    weighed, figure = (
        ("leurs coefficients", f"la note de {what}")
        if grid.weighting == "factor"
        else ("leurs points", f"la part obtenue (points ÷ points au mieux) de {what}")
    )
    best = fraction_words(out_of(grid))
    yield (
        f"Le total est une moyenne géométrique, pondérée par {weighed}, sur {best} : y entre {figure}{beyond}."
    )
    yield "Une seule valeur nulle rend cette moyenne nulle."


def _rounds_roots(grid: ScoringFile) -> bool:
    """Is a geometric mean of marks, or of the totals of each expert, rounded before the total is?"""
    means = {one.aggregation or grid.aggregation for one in grid.criteria if one.leaves}
    if grid.aggregate_on == "totals":
        return grid.combine == "geometric_mean"
    return Aggregation.GEOMETRIC_MEAN in means


def eliminations(grid: ScoringFile, names: Lexicon) -> RuleSection:
    """What keeps a project out of the ranking: thresholds, families, conditions."""
    by_sentence: dict[str, list[str]] = {}
    for one in grid.criteria:
        if one.knock_out:
            by_sentence.setdefault(_lower(criterion_sentence(grid, one)), []).append(quoted(one.label))
    entries = [said("L’une des conditions pour être classé n’est pas remplie.")] if grid.gates else []
    entries += [said(f"{listing(labels)} : {sentence}") for sentence, labels in by_sentence.items()]
    entries += [
        said(f"{one.label} : le seuil de cette famille de critères n’est pas atteint.")
        for one in grid.groups
        if one.threshold is not None or one.each is not None
    ]
    entries += [
        told(f"{one.label} ; le projet est écarté à cette condition", one.when, names)
        for one in grid.knock_outs
    ]
    if (sentence := total_threshold(grid)) is not None:
        entries.append(said(sentence))
    blocks: list[Block] = [listed(entries)] if entries else [said("Aucune note n’écarte un projet.")]
    if grid.cut is not None:
        blocks.append(said(cut_words(grid.cut)))
    return RuleSection("eliminations", typo("Ce qui écarte un projet"), tuple(blocks))


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def total_threshold(grid: ScoringFile) -> str | None:
    """What the threshold on the total does; None without one."""
    if grid.threshold is None:
        return None
    side = "supérieur" if grid.lower_is_better else "inférieur"
    if grid.threshold_on == "unweighted":
        words = of_total(grid.threshold, threshold_best(grid), "de cette somme")
        return (
            f"La somme des notes, sans les coefficients, est {side}e à {words} : le projet n’est pas classé."
        )
    best = threshold_best(grid)
    return f"Le total arrondi est {side} à {of_total(grid.threshold, best)} : le projet n’est pas classé."


def cut_words(cut: BudgetCut) -> str:
    """The threshold that the money fixes."""
    least = f", sans que ce soit moins de {number(cut.at_least)} fois" if cut.at_least is not None else ""
    return (
        "Un seuil est fixé ensuite par l’argent : le total qui laisse passer les projets dont les demandes, ensemble, "
        f"sont au plus près de {number(cut.budget_multiple)} fois l’enveloppe{least}. Les ex æquo passent ensemble."
    )


_ROUNDS = {"letter": "À la lettre d’intention", "dossier": "Au dossier", "audition": "À l’audition"}


def rounds(grid: ScoringFile) -> RuleSection:
    """What each round judges, when it is not the whole grid."""
    parts = []
    for name in ("letter", "dossier", "audition"):
        rule = getattr(grid.rounds, name)
        if rule is None:
            continue
        round_ = at_round(grid, name)
        blocks: list[Block] = [said(f"On juge {listing([quoted(one.label) for one in round_.criteria])}.")]
        entries = [
            f"{one.label} : {_lower(criterion_sentence(round_, one))}"
            for one in round_.criteria
            if one.key in rule.thresholds
        ]
        if (sentence := total_threshold(round_)) is not None:
            entries.append(sentence)
        if entries:
            blocks.append(listed(entries))
        if round_.cut is not None:
            blocks.append(said(cut_words(round_.cut)))
        parts.append(SubSection(name, typo(_ROUNDS[name]), tuple(blocks)))
    lead = (
        said("Un tour qui n’est pas nommé ici juge toute la grille.") if len(parts) < len(_ROUNDS) else None
    )
    return RuleSection("rounds", typo("Les tours"), (lead,) if lead else (), tuple(parts))
