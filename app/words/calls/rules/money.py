"""How the money goes down the list: order, stop, winners, quotas, pots, reserve and draw."""

from datetime import datetime

from app.domain.call_file.call import CallFile
from app.domain.call_file.grid.ranking import (
    BY_FILING,
    BY_REFERENCE,
    BY_SCORE,
    Cut,
    Pot,
    Quota,
    RankingRule,
    is_descending,
    name_of,
)
from app.domain.documents.rules import Block, Paragraph, RuleSection, SubSection, Table
from app.words.calls.rules.blocks import listed, said, table
from app.words.calls.rules.conditions import told
from app.words.formats import (
    NBSP,
    day,
    day_figures,
    listing,
    money,
    money_short,
    number,
    percent,
    plural,
    time,
)
from app.words.lexicon import Lexicon
from app.words.typography import quoted, typo

_STOP = {
    Cut.STRICT: "L’argent descend la liste et s’arrête au premier projet qui ne tient pas dans ce qui reste : les "
    "suivants ne sont pas servis, même s’ils y tiendraient.",
    Cut.SKIP: "L’argent descend la liste ; un projet qui ne tient pas dans ce qui reste est passé, et l’on continue "
    "avec le suivant.",
    Cut.PARTIAL: "L’argent descend la liste ; le premier projet qui ne tient pas reçoit ce qui reste, et la liste "
    "s’arrête là.",
}
_TIES = {
    Cut.STRICT: "Des ex æquo sont servis ensemble, ou aucun d’eux ne l’est.",
    Cut.SKIP: "Des ex æquo sont servis ensemble, ou aucun d’eux ne l’est : si l’un d’eux seul y tiendrait, la liste "
    "s’arrête là et le comité les départage.",
    Cut.PARTIAL: "Des ex æquo se partagent ce qui reste, en proportion de leurs montants.",
}


def envelope(call: CallFile, rule: RankingRule | None, names: Lexicon) -> RuleSection:
    """The money of each wave, and how it goes down the list, when the call has one."""
    if rule is None:
        return RuleSection("envelope", typo("L’argent et le calendrier"), (waves(call),))
    return RuleSection(
        "envelope", typo("L’argent et la liste"), (waves(call), *_rule(rule, names)), _pots(rule, names)
    )


def allocation(rule: RankingRule, names: Lexicon) -> RuleSection:
    """The same for a rule without a call."""
    return RuleSection("envelope", typo("L’argent et la liste"), _rule(rule, names), _pots(rule, names))


def waves(call: CallFile) -> Table:
    """The calendar and the money of the call."""
    letters = any(wave.letter_due_at is not None for wave in call.waves)
    heads = [
        ("Période de dépôt", False),
        ("Ouverture", False),
        *([("Lettre avant le", False)] if letters else []),
    ]
    heads += [("Dossier avant le", False), ("Enveloppe", True)]
    rows = [
        (
            wave.name,
            day_figures(wave.opens_at, call.zone),
            *((_due(wave.letter_due_at, call) if wave.letter_due_at else "–",) if letters else ()),
            _due(wave.dossier_due_at, call),
            money(wave.envelope) if wave.envelope else "sans limite",
        )
        for wave in call.waves
    ]
    return table("Les périodes de dépôt et leur enveloppe", heads, rows)


def _due(at: datetime, call: CallFile) -> str:
    return f"{day_figures(at, call.zone)}, {time(at, call.zone)}"


def _rule(rule: RankingRule, names: Lexicon) -> tuple[Block, ...]:
    sentences: list[Paragraph] = [said(f"La liste suit {_orders((rule.order, *rule.then), names)}.")]
    sentences += [said(one) for one in _stop(rule)]
    if rule.winners is not None:
        sentences.append(said(f"Chaque période de dépôt a {plural(rule.winners, 'lauréat')} au plus."))
    sentences += [said(one) for quota in rule.quotas for one in _quota(quota, names)]
    if rule.split is not None:
        by = quoted(_label(names, rule.split.by))
        what = (
            "ce que demandent les projets recevables, classés ou non,"
            if rule.split.in_proportion_to == "amount"
            else "leur nombre de projets recevables, classés ou non,"
        )
        left = (
            "Ce qu’une part laisse, quand plus personne ne peut y être servi, est commun à toutes : il va aux mieux "
            "classés."
            if rule.split.spills
            else "Ce qu’une part laisse n’est pas redistribué."
        )
        sentences.append(
            said(
                f"L’enveloppe est divisée entre les valeurs de {by}, en proportion de {what} dans chacune. Un projet "
                f"sans réponse à {by} n’entre dans aucune part. {left}"
            )
        )
    if (reserve := rule.reserve) is not None:
        size = (
            f" de {plural(reserve.size, 'place')}{' par sous-enveloppe' if rule.pots or rule.split else ''}"
            if reserve.size
            else ""
        )
        until = f", jusqu’au {day(reserve.until)}" if reserve.until else ""
        sentences.append(
            said(
                f"Ceux que l’argent n’atteint pas forment, dans l’ordre, une liste complémentaire{size} : ils sont "
                f"appelés quand un lauréat renonce{until}."
            )
        )
    blocks: list[Block] = [listed(sentences)]
    if rule.lottery is not None:
        blocks += _lottery(rule)
    if rule.pots:
        blocks += _pot_table(rule)
    return tuple(blocks)


def _stop(rule: RankingRule) -> tuple[str, str]:
    least = f" Il ne reçoit rien s’il reste moins de {percent(rule.least_share)} de son montant."
    return _STOP[rule.cut] + (least if rule.cut is Cut.PARTIAL and rule.least_share else ""), _TIES[rule.cut]


def _label(names: Lexicon, key: str) -> str:
    return names[key].label if key in names else key


def _orders(orders: tuple[str, ...], names: Lexicon) -> str:
    return ", puis ".join(_order(one, names) for one in orders)


def _order(order: str, names: Lexicon) -> str:
    name, down = name_of(order), is_descending(order)
    if name == BY_SCORE:
        return "le classement"
    if name == BY_FILING:
        return f"la date de dépôt, {'la dernière' if down else 'la première'} d’abord"
    if name == BY_REFERENCE:
        return f"la référence, {'la dernière' if down else 'la première'} d’abord"
    return f"{quoted(_label(names, name))}, {'du plus grand au plus petit' if down else 'du plus petit au plus grand'}"


def _quota(quota: Quota, names: Lexicon) -> list[str]:
    by, words = quoted(_label(names, quota.by)), names[quota.by].options if quota.by in names else {}
    sentences = []
    if quota.stocks:
        stocks = [
            f"{number(most)} pour {quoted(words.get(value, value))}" for value, most in quota.stocks.items()
        ]
        sentences.append(f"Places de lauréat selon {by}, au plus : {listing(stocks)}.")
    if quota.most is not None:
        other = "chaque autre valeur" if quota.stocks else "chaque valeur"
        sentences.append(f"Pour {other} de {by} : {plural(quota.most, 'lauréat')} au plus.")
    if quota.first:
        best = "le premier projet" if quota.first == 1 else f"les {number(quota.first)} premiers projets"
        verb = "est servi" if quota.first == 1 else "sont servis"
        sentences.append(
            f"Pour chaque valeur de {by}, {best} de la liste {verb} avant les autres, dans la limite de l’argent."
        )
    return sentences


def _lottery(rule: RankingRule) -> list[Block]:
    width = rule.lottery.width if rule.lottery else None
    if width is None:
        who = "ceux dont l’intervalle de classement croise la ligne où l’argent s’arrête"
    elif not width:
        who = "ceux qui ont exactement le total du dernier que l’argent atteint"
    else:
        unit = "point" if width < 2 else "points"
        who = f"ceux qui sont à {number(width)}{NBSP}{unit} ou moins du total du dernier que l’argent atteint"
    return [
        said(
            f"Un tirage au sort départage {who}. La graine du tirage est publiée. La référence de chaque projet est "
            "écrite après la graine et deux-points, et l’on calcule l’empreinte SHA-256 du tout : la plus petite passe "
            "d’abord. Chacun peut refaire le tirage par cette commande :",
            "printf '%s' \"GRAINE:REFERENCE\" | sha256sum",
        )
    ]


def _pot_table(rule: RankingRule) -> list[Block]:
    with_threshold = any(pot.threshold is not None for pot in rule.pots)
    heads = [("Sous-enveloppe", False), ("Part de l’enveloppe", True)]
    heads += [("Total demandé", True)] if with_threshold else []
    rows = []
    for pot in rule.pots:
        part = percent(pot.share) if pot.share is not None else money_short(pot.amount or 0)
        threshold = number(pot.threshold) if pot.threshold is not None else "–"
        rows.append((pot.label, part, *((threshold,) if with_threshold else ())))
    lead = (
        "L’enveloppe est divisée en sous-enveloppes, chacune avec sa liste. Un projet entre dans la première dont il "
        "remplit la condition."
    )
    return [said(lead), table("Les sous-enveloppes", heads, rows)]


def _pots(rule: RankingRule, names: Lexicon) -> tuple[SubSection, ...]:
    return tuple(SubSection(pot.key, typo(pot.label), _pot(rule, pot, names)) for pot in rule.pots)


def _pot(rule: RankingRule, pot: Pot, names: Lexicon) -> tuple[Block, ...]:
    if pot.when is not None:
        entries = [told("Y entre le projet qui remplit cette condition", pot.when, names)]
    else:
        entries = [
            said("Y entrent tous les projets qui ne sont entrés dans aucune sous-enveloppe précédente.")
        ]
    if pot.threshold is not None:
        entries.append(said(f"Il faut un total d’au moins {number(pot.threshold)} pour y être servi."))
    if pot.order is not None or pot.then:
        orders = (pot.order, *pot.then) if pot.order else (rule.order, *pot.then)
        entries.append(said(f"Sa liste suit {_orders(orders, names)}."))
    if pot.cut is not None and pot.cut is not rule.cut:
        entries.append(said(_STOP[pot.cut]))
    if pot.least_share:
        entries.append(
            said(
                f"Le dernier servi n’y reçoit rien s’il reste moins de {percent(pot.least_share)} de son montant."
            )
        )
    if pot.spills_to:
        labels = {one.key: one.label for one in rule.pots}
        to = listing([quoted(labels.get(key, key)) for key in pot.spills_to])
        entries.append(
            said(
                f"Ce qu’elle laisse, quand plus personne ne peut y être servi, va à {to}. Ce qu’elle a reçu ne se "
                "transmet pas plus loin."
            )
        )
    return (listed(entries),)
