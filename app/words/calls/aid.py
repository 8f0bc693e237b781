"""The rule of the aid in words: for the public page of a call, and for the budget that one is writing."""

from app.domain.aid import AidComputation, AidStep, StepKind
from app.domain.call_file.aid import RateLine
from app.domain.call_file.forms import BudgetRules
from app.words.formats import money_short, percent, plural
from app.words.typography import typo

BASES = {"HT": "hors taxes", "TTC": "toutes taxes comprises"}


def rule_sentences(rules: BudgetRules) -> tuple[str, ...]:
    """The rates, the ceilings and the minimum of a call, one sentence each."""
    aid = rules.aid
    told = [_rate(line, alone=len(aid.rates) == 1) for line in aid.rates]
    if aid.ceiling is not None:
        told.append(f"L’aide ne dépasse pas {money_short(aid.ceiling)}.")
    if aid.yearly_ceiling is not None:
        told.append(f"L’aide ne dépasse pas {money_short(aid.yearly_ceiling)} par an.")
    if aid.minimum is not None:
        told.append(f"En dessous de {money_short(aid.minimum)}, aucune aide n’est versée.")
    told.append(f"Le budget porte sur {plural(rules.years, 'an')} au plus, {BASES[rules.basis]}.")
    return tuple(typo(sentence) for sentence in told)


def _rate(line: RateLine, *, alone: bool) -> str:
    limit = f", {money_short(line.ceiling)} au plus" if line.ceiling is not None else ""
    sentence = f"{percent(line.rate)} des dépenses éligibles{limit}."
    return sentence if alone else f"{line.label} : {sentence}"


def aid_sentences(aid: AidComputation) -> tuple[str, ...]:
    """How the highest aid was found, step by step."""
    return tuple(typo(step_sentence(step)) for step in aid.steps)


def step_sentence(step: AidStep, *, own: bool = True) -> str:
    """One step of the calculation; `own`: is the reader the one who asks?"""
    before, after = money_short(step.before), money_short(step.after)
    if step.kind is StepKind.RATE and step.rate is not None:
        line = f"{step.label} : " if step.label else ""
        rounded = "" if step.before * step.rate == step.after else ", à l’arrondi de l’appel"
        return f"{line}{percent(step.rate)} de {before} de dépenses éligibles, soit {after}{rounded}."
    limit = money_short(step.limit or 0)
    return {
        StepKind.CEILING: f"Ramené au plafond de {f'« {step.label} »' if step.label else 'l’appel'} : {after}.",
        StepKind.ACTIVITY_CEILING: f"Ramené à la part de l’activité que l’appel admet : {after}.",
        StepKind.YEARLY_CEILING: f"Année {step.year} : {before} demandés, {limit} au plus par an.",
        StepKind.REQUEST: f"Ramené à {'ce que vous demandez' if own else 'ce qui est demandé'} : {after}.",
        StepKind.YEARLY_REQUEST: "Ramené à "
        f"{'ce que vous demandez' if own else 'ce qui est demandé'} chaque année, plafond annuel compris : {after}.",
        StepKind.NOT_COMPUTED: "Une règle de l’aide ne se calcule pas avec "
        f"{'vos' if own else 'ses'} réponses (elle divise par zéro, ou le résultat est trop grand) : à regarder par "
        "l’instructeur.",
        StepKind.MINIMUM: f"Moins que le minimum de {limit} : aucune aide n’est versée.",
    }.get(
        step.kind,
        f"Aucun taux de l’appel ne s’applique à {'vos' if own else 'ses'} réponses : aucune aide n’est possible.",
    )


def in_brief(rules: BudgetRules) -> str:
    """The rule in a few words, for a list of calls: « 50 %, 50 000 € au plus »."""
    aid = rules.aid
    best = max(line.rate for line in aid.rates)
    head = percent(best) if len(aid.rates) == 1 else f"jusqu’à {percent(best)}"
    ceilings = [line.ceiling for line in aid.rates if line.ceiling is not None]
    most = aid.ceiling if aid.ceiling is not None else max(ceilings, default=None)
    if aid.yearly_ceiling is not None:
        return typo(f"{head}, {money_short(aid.yearly_ceiling)} au plus par an")
    return typo(f"{head}, {money_short(most)} au plus" if most is not None else head)
