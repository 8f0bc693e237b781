"""The amount of the aid: rates with their conditions, ceilings, minimum, rounding, what the budget covers."""

from app.domain.call_file.aid import AidRule
from app.domain.call_file.forms import BudgetRules
from app.domain.documents.rules import Block, Paragraph, RuleSection
from app.domain.money import RoundingMode
from app.words.calls.aid import BASES
from app.words.calls.rules.blocks import listed, said
from app.words.calls.rules.conditions import told
from app.words.formats import money_short, percent, plural
from app.words.lexicon import Lexicon
from app.words.typography import quoted, typo

_MODES = {
    RoundingMode.DOWN: "{} inférieur",
    RoundingMode.UP: "{} supérieur",
    RoundingMode.HALF_UP: "{} le plus proche, la moitié vers le haut",
    RoundingMode.HALF_EVEN: "{} le plus proche, la moitié vers le chiffre pair",
}

BASE = "dépenses éligibles"


def aid_of_the_call(budget: BudgetRules, names: Lexicon) -> RuleSection:
    """The aid that a dossier's budget gives."""
    base = f"Le budget porte sur {plural(budget.years, 'an')} au plus, {BASES[budget.basis]}."
    return _section(budget.aid, names, [said(base)])


def aid_of_a_list(aid: AidRule, names: Lexicon) -> RuleSection:
    """The aid of a ranking that no dossier computes."""
    return _section(aid, names, [])


def _section(aid: AidRule, names: Lexicon, base: list[Paragraph]) -> RuleSection:
    blocks = (*_rates(aid, names), listed([*_bounds(aid, names), *base]))
    return RuleSection("aid", typo("Le montant de l’aide"), blocks)


def _rates(aid: AidRule, names: Lexicon) -> tuple[Block, ...]:
    if len(aid.rates) == 1 and aid.rates[0].when is None:
        label = aid.rates[0].label
        aside = "" if label.casefold() == BASE else f" ({label})"
        return (said(f"L’aide est de {_rate(aid, 0)}{aside}."),)
    entries = [
        told(f"{line.label} : {_rate(aid, at)}, à cette condition", line.when, names)
        if line.when is not None
        else said(f"{line.label} : {_rate(aid, at)}" + (", dans tous les autres cas." if at else "."))
        for at, line in enumerate(aid.rates)
    ]
    lead = said(
        "Le taux est celui de la première ligne qui s’applique ; si aucune ne s’applique, il n’y a pas d’aide."
    )
    return (lead, listed(entries, ordered=True))


def _rate(aid: AidRule, at: int) -> str:
    line = aid.rates[at]
    limit = f", {money_short(line.ceiling)} au plus" if line.ceiling is not None else ""
    return f"{percent(line.rate)} des {BASE}{limit}"


def _bounds(aid: AidRule, names: Lexicon) -> list[Paragraph]:
    entries = []
    if aid.ceiling is not None:
        entries.append(said(f"L’aide ne dépasse pas {money_short(aid.ceiling)}."))
    if aid.yearly_ceiling is not None:
        most_a_year = money_short(aid.yearly_ceiling)
        entries.append(
            said(
                f"Elle ne dépasse pas {most_a_year} par an ; ce qu’une année n’utilise pas ne passe pas à une autre."
            )
        )
    if (most := aid.activity_ceiling) is not None:
        of = names[most.of].label if most.of in names else ""
        share = percent(most.share)
        entries.append(
            said(f"L’aide ne dépasse pas {share} de {quoted(of)}.")
            if of
            else Paragraph(typo(f"L’aide ne dépasse pas {share} de ce montant :"), most.of)
        )
    entries.append(said("Elle ne dépasse jamais ce qui est demandé."))
    if aid.minimum is not None:
        entries.append(said(f"En dessous de {money_short(aid.minimum)}, aucune aide n’est versée."))
    unit = "à l’euro" if aid.rounding.unit == "euro" else "au centime"
    entries.append(said(f"Elle est arrondie {_MODES[aid.rounding.mode].format(unit)}."))
    return entries
