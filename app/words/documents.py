"""The French words that printed documents share: contractions, zones, opinions, and what a document lacks."""

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.documents import Funding, Opinion, Presence, Votes
from app.words.formats import listing, moment_exact, plural
from app.words.zones import zone_words

OPINIONS: dict[Opinion, str] = {
    Opinion.RECOMMENDED: "Favorable",
    Opinion.RECOMMENDED_WITH_CONDITIONS: "Favorable sous conditions",
    Opinion.ON_RESERVE: "Liste complémentaire",
    Opinion.POSTPONED: "Ajourné",
    Opinion.NOT_RECOMMENDED: "Défavorable",
}


def votes_said(votes: Votes | None) -> str:
    """« 9 pour, 2 contre, 1 abstention », or that there was no vote: the same words wherever votes are read."""
    if votes is None:
        return "Par consensus, sans vote"
    cast = plural(votes.abstentions, "abstention")
    said = f"Votes : {votes.in_favour} pour, {votes.against} contre, {cast}"
    return f"{said}, voix prépondérante de la présidence" if votes.casting_vote else said


PRESENCES: dict[Presence, str] = {
    Presence.PRESENT: "en séance",
    Presence.REPRESENTED: "hors séance",
    Presence.EXCUSED: "absence excusée",
    Presence.ABSENT: "absence",
}
FUNDINGS: dict[Funding, str] = {Funding.SECURED: "acquis", Funding.REQUESTED: "sollicité"}
BASES: dict[str, str] = {"HT": "hors taxes", "TTC": "toutes taxes comprises"}
ARTICLE_TITLES: dict[str, str] = {
    "purpose": "Objet",
    "duration": "Durée",
    "cost": "Conditions de détermination du coût",
    "grant": "Contribution financière",
    "payment": "Modalités de versement",
    "evidence": "Justificatifs",
    "rendezvous": "Les rendez-vous et les indicateurs",
    "commitments": "Autres engagements",
    "publicity": "Communication",
    "sanctions": "Sanctions",
    "controls": "Contrôles",
    "evaluation": "Évaluation",
    "renewal": "Renouvellement",
    "amendment": "Avenant",
    "termination": "Résiliation",
    "annexes": "Annexes",
    "appeals": "Recours",
}
ANNEX_NUMERALS = ("I", "II", "III", "IV")
ANNEX_CALLED = {
    "project": "le projet",
    "plan": "le plan de financement",
    "schedule": "l’échéancier des versements",
    "follow_up": "les rendez-vous et les indicateurs",
}
_CONTRACTIONS = (("le ", "du ", "au "), ("les ", "des ", "aux "))


def of(designation: str) -> str:
    """« la Région » → « de la Région », « le bénéficiaire » → « du bénéficiaire »."""
    for article, contracted, _ in _CONTRACTIONS:
        if designation.startswith(article):
            return contracted + designation.removeprefix(article)
    return f"d’{designation}" if designation[:1].lower() in "aeiouyéèêh" else f"de {designation}"


def to(designation: str) -> str:
    """« la Région » → « à la Région », « le bénéficiaire » → « au bénéficiaire »."""
    for article, _, contracted in _CONTRACTIONS:
        if designation.startswith(article):
            return contracted + designation.removeprefix(article)
    return f"à {designation}"


_HEADS = {
    "la": ("Région", "Ville", "Commune", "Métropole", "Communauté", "Collectivité"),
    "le": ("Département", "Conseil", "Syndicat", "Pays"),
}


def the(name: str) -> str:
    """« Région Nouvelle-Aquitaine » → « la Région Nouvelle-Aquitaine »; another sort of name stays as it is."""
    head = name.partition(" ")[0]
    return next((f"{article} {name}" for article, heads in _HEADS.items() if head in heads), name)


def sentence_start(text: str) -> str:
    """« la Région » → « La Région »: the rest keeps its capitals."""
    return text[:1].upper() + text[1:]


def sentence_inside(text: str) -> str:
    """« Association déclarée » → « association déclarée » inside a sentence; « SARL » keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def instant(moment: datetime, zone: str) -> str:
    """To the second, with its zone: « 2 juin 2026 à 17 h 42 min 05 s (heure de Paris) »."""
    return f"{moment_exact(moment, ZoneInfo(zone))} ({zone_words(zone)})"


_MISSING: dict[str, str] = {
    "address": "l’adresse",
    "agenda": "l’ordre du jour",
    "amount_cents.above_cost": "la subvention dépasse le coût éligible",
    "amount_cents.not_positive": "le montant de la subvention doit être supérieur à zéro",
    "appeal": "les voies de recours",
    "applicant": "le nom du déposant",
    "article": "l’article de l’appel",
    "author": "le nom de qui décide",
    "authority": "l’autorité",
    "baseline": "la valeur de départ",
    "beneficiary": "le bénéficiaire",
    "call_title": "l’intitulé de l’appel",
    "colleges": "collège",
    "committee": "le nom du comité",
    "completion_until": "le délai pour compléter",
    "conditions": "les conditions",
    "content_sha256": "l’empreinte du contenu",
    "beneficiary.decided": "une décision pour la structure qui signe : son nom ou son SIRET a changé depuis "
    "la décision ; remettez ceux qui ont été décidés, ou faites prendre une nouvelle décision",
    "court": "la juridiction compétente",
    "court_address": "l’adresse de la juridiction",
    "deliberation_on": "la date de la délibération",
    "deliberation_reference": "la référence de la délibération",
    "designation": "la désignation dans les articles",
    "drafted_at.zone": "le fuseau horaire de la date d’établissement",
    "edition": "l’édition",
    "eligible_cents": "le coût éligible",
    "email": "l’adresse électronique",
    "end_on": "la date de fin",
    "end_on.before_start": "la date de fin précède la date de début",
    "extra_articles": "les engagements réciproques",
    "filename": "le nom du fichier",
    "financing_plan": "le plan de financement",
    "financing_plan.balance": "le plan de financement n’est pas équilibré",
    "implicit_refusal_on": "la date de décision implicite",
    "indicators": "indicateur",
    "instalments": "versement",
    "instalments.shares": "les parts des versements ne font pas 100\u00a0%",
    "instalments.total": "la somme des versements diffère de la subvention",
    "issued_at.zone": "le fuseau horaire de la lettre",
    "items": "point",
    "label": "l’intitulé",
    "legal_form": "la forme juridique",
    "members": "membre",
    "name": "le nom",
    "number": "le numéro",
    "office": "le service instructeur",
    "opened_at.zone": "le fuseau horaire de la séance",
    "opened_by": "ce qui ouvre le versement",
    "organisation": "la structure",
    "party": "la partie représentée",
    "phone": "le téléphone",
    "pieces": "pièce",
    "place": "le lieu",
    "planned_on": "la date prévue",
    "president": "le nom du président de séance",
    "president_quality": "la qualité du président de séance",
    "project_description": "la description du projet",
    "project_title": "l’intitulé du projet",
    "proof": "la preuve attendue",
    "proxy_to": "le nom de la personne qui tient le pouvoir",
    "publicity": "les obligations de communication",
    "purpose": "l’objet",
    "quality": "la qualité",
    "rate": "le taux",
    "reasons": "les raisons de la décision",
    "received_at.zone": "le fuseau horaire du dépôt",
    "recitals": "le préambule",
    "reference": "la référence",
    "refusal": "ce qui n’est pas rempli",
    "remedies": "les voies de recours",
    "rendezvous": "rendez-vous",
    "represented_by": "le représentant",
    "sections": "le contenu déposé",
    "service": "le service",
    "sha256": "l’empreinte",
    "signatories": "signataire",
    "siret": "le SIRET",
    "start_on": "la date de début",
    "target": "la cible",
    "title": "l’intitulé",
    "unmet": "la condition",
    "visas": "les visas",
    "zone": "le fuseau horaire",
}
_WHOLE: dict[str, str] = {
    "colleges": "les collèges",
    "indicators": "les indicateurs",
    "instalments": "l’échéancier des versements",
    "items": "les dossiers examinés",
    "members": "les membres",
    "rendezvous": "les trois rendez-vous",
    "signatories": "les signataires",
}
_LABELLED = re.compile(r"indicators\[(?!\d+\])(.+)\]\.(\w+)")
_PART = re.compile(r"(\w+)(?:\[(\d+)\])?$")


def _words_of(part: str) -> str:
    found = _PART.match(part)
    if found is None or found[2] is None:
        return _WHOLE.get(part, _MISSING[part])
    return f"{_MISSING[found[1]]} {found[2]}"


def missing_list(names: Iterable[str]) -> list[str]:
    """All that a document lacks, in French; what several indicators lack alike is told once, after the rest.

    A name that no document gives is told as it is.
    """
    told: list[str] = []
    lacking: dict[str, list[str]] = {}
    for name in names:
        if labelled := _LABELLED.fullmatch(name):
            lacking.setdefault(labelled[1], []).append(_MISSING[labelled[2]])
        else:
            told.append(_known_words(name))
    alike: dict[str, list[str]] = {}
    for label, parts in lacking.items():
        alike.setdefault(listing(parts), []).append(f"«\u00a0{label}\u00a0»")
    for parts_said, labels in alike.items():
        of = "de l’indicateur" if len(labels) == 1 else f"des {len(labels)} indicateurs"
        told.append(f"{parts_said} {of} {listing(labels)}")
    return told


def _known_words(name: str) -> str:
    try:
        return missing_words(name)
    except KeyError:
        return name


def missing_words(name: str) -> str:
    """What ``app.domain.documents.missing`` named, in French: « la cible (indicateur 2) ».

    Raises ``KeyError`` for a name that no document gives.
    """
    if name in _MISSING:
        return _WHOLE.get(name, _MISSING[name])
    *owners, last = name.split(".")
    return f"{_words_of(last)} ({', '.join(_words_of(owner) for owner in owners)})"
