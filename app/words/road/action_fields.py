"""What the fields of an action are called, unless the action has words of its own for them (``ActionWords.fields``)."""

from collections.abc import Mapping

from app.domain.workflow import Action
from app.words.road.action_words import FieldWords
from app.words.road.actions import ACTIONS
from app.words.typography import typo

FIELDS: Mapping[str, FieldWords] = {
    "note": FieldWords("Un mot pour le porteur", "Il est repris dans le courriel."),
    "reason": FieldWords("Vos raisons", "Le porteur les lira telles quelles : soyez précis et courtois."),
    "due_on": FieldWords("Date limite", "À la fin de ce jour, à l’heure de l’appel."),
    "text": FieldWords("Ce qui manque ou qui est à corriger", "Le porteur le lira tel quel."),
    "sections": FieldWords(
        "Sections à revoir",
        "Le porteur peut y changer toutes ses réponses. Tout le reste du dossier demeure tel que déposé.",
    ),
    "questions": FieldWords("Questions à revoir, une par une", "Quand une réponse suffit."),
    "budget": FieldWords("Le plan de financement est à revoir"),
    "pieces": FieldWords("Pièces à fournir de nouveau", "Cochez celles que le porteur doit redéposer."),
    "sitting": FieldWords("Séance du comité"),
    "votes_for": FieldWords("Voix pour", "Pour le dossier."),
    "votes_against": FieldWords("Voix contre", "Contre le dossier."),
    "abstentions": FieldWords("Abstentions"),
    "consensus": FieldWords("Par consensus, sans vote", "Sans voix à compter : aucun membre ne s’y oppose."),
    "casting_vote": FieldWords(
        "Voix prépondérante de la présidence", "En cas de partage égal, elle adopte l’avis."
    ),
    "presides": FieldWords("Présidence de ce point", "Qui préside la séance a un intérêt dans ce dossier."),
    "comment": FieldWords("Observations du comité", "Elles figurent au relevé d’avis."),
    "amount": FieldWords(
        "Montant proposé", "En euros. Vide : le montant demandé, dans la limite de l’aide la plus haute."
    ),
    "conditions": FieldWords(
        "Conditions",
        "Une par paragraphe, séparées par une ligne vide : la convention les reprendra telles quelles.",
    ),
    "commitments": FieldWords("Engagements de chacun", "La convention les reprendra tels quels."),
    "deliberation": FieldWords(
        "Numéro de la délibération", "Celle qui approuve l’accord ; la convention la cite."
    ),
    "deliberated_on": FieldWords("Date de la délibération", "Jour, mois, année : 11/02/2027."),
    "content_sha256": FieldWords(
        "Empreinte du projet que vous envoyez",
        "C’est celle qui est imprimée sur sa couverture : comparez-la à ce que vous avez relu.",
    ),
    "starts_on": FieldWords("Début de la convention", "Vide : aujourd’hui."),
    "signed_by_beneficiary_on": FieldWords(
        "Signée par le bénéficiaire le", "Pas avant le jour où elle lui a été envoyée."
    ),
    "signed_by_authority_on": FieldWords(
        "Signée par l’autorité le", "Le même jour ou après le bénéficiaire, jamais avant."
    ),
    "held_on": FieldWords("Tenu le", "Jour, mois, année : 02/04/2027."),
    "place": FieldWords("Lieu"),
    "attendees": FieldWords("Personnes présentes", "Noms et structures."),
    "minutes": FieldWords("Compte rendu", "Ce qui a été dit et convenu ; le porteur le lira."),
    "plan_studied": FieldWords(
        "Le plan de financement a été étudié poste par poste", "La règle des trois rendez-vous le demande."
    ),
    "adjustments": FieldWords("Ajustements convenus", "Calendrier, actions, indicateurs."),
    "prospects": FieldWords("Perspectives", "Ce que devient le projet après l’aide."),
}


def field_words(action: Action, name: str) -> FieldWords:
    """The label and the help of a field of this action. Raises KeyError for a field that no action has."""
    words = ACTIONS[action].fields.get(name) or FIELDS[name]
    return FieldWords(typo(words.label), typo(words.help))
