"""The words of the actions from the convention to the closing."""

from collections.abc import Mapping

from app.domain.workflow import Action
from app.words.motives import MOTIVE_WANTED
from app.words.road.action_words import ActionWords, FieldWords, Place

AFTER_DECISION: Mapping[Action, ActionWords] = {
    Action.DRAFT_CONVENTION: ActionWords(
        applicant="Préparation de la convention",
        officer="Établir la convention",
        journal="a établi la convention",
        told="{Called} a établi votre convention, pas encore envoyée.",
        title="Établir la convention",
        effect="La convention reçoit son numéro, pris dans une série sans trou, et reprend la décision telle "
        "quelle. Elle se relit avant d’être envoyée ; le numéro, lui, ne se rend pas.",
        done="La convention est établie : relisez-la avant de l’envoyer.",
        place=Place.CONVENTION,
    ),
    Action.SEND_CONVENTION: ActionWords(
        applicant="Convention à signer",
        officer="Envoyer pour signature",
        journal="a envoyé la convention pour signature",
        told="{Called} vous a envoyé la convention à signer.",
        title="Envoyer la convention pour signature",
        effect="Le porteur reçoit un courriel et télécharge la convention, qui ne change plus. Tant qu’elle n’est "
        "pas signée, vous pouvez la rappeler.",
        done="La convention est envoyée pour signature.",
        place=Place.CONVENTION,
        mark="turn",
    ),
    Action.RECALL_CONVENTION: ActionWords(
        applicant="Convention rappelée",
        officer="Rappeler la convention",
        journal="a rappelé la convention",
        told="{Called} a rappelé la convention pour la corriger : ne la signez pas.",
        title="Rappeler la convention envoyée",
        effect="Le porteur est prié de ne pas signer la version envoyée. La suivante gardera le même numéro, avec "
        "une version de plus.",
        done="La convention est rappelée : corrigez-la, puis renvoyez-la.",
        tone="quiet",
        place=Place.CONVENTION,
        fields={"reason": FieldWords("Pourquoi la rappeler", "Le porteur le lira tel quel.")},
    ),
    Action.RECORD_SIGNATURE: ActionWords(
        applicant="Convention signée",
        officer="Enregistrer les signatures",
        journal="a enregistré les deux signatures de la convention",
        told="La convention est signée des deux parties.",
        title="Enregistrer les deux signatures",
        effect="La convention entre en vigueur : les versements et les trois rendez-vous sont planifiés, et le "
        "porteur est averti par courriel. Seul un avenant pourra ensuite la changer.",
        done="Les signatures sont enregistrées : le projet peut démarrer.",
        place=Place.CONVENTION,
        mark="ok",
    ),
    Action.RENOUNCE: ActionWords(
        applicant="Renoncer à l’aide",
        officer="Enregistrer le renoncement",
        journal="a enregistré l’abandon de l’aide",
        told="L’aide a été abandonnée.",
        title="Renoncer à l’aide",
        effect="L’aide est abandonnée et les crédits servent à d’autres projets. Le renoncement est définitif ; "
        "un courriel le confirme.",
        done="Le renoncement est enregistré.",
        tone="no",
        place=Place.CONVENTION,
        fields={"reason": FieldWords("Pourquoi renoncer", "Quelques mots suffisent.")},
    ),
    Action.HOLD_KICKOFF: ActionWords(
        applicant="Rendez-vous de démarrage",
        officer="Enregistrer le {kickoff}",
        journal="a enregistré le {kickoff}",
        told="Le {kickoff} est tenu.",
        title="Enregistrer le {kickoff}",
        effect="Le compte rendu est gardé, l’échéance qui en dépend s’ouvre, et le porteur reçoit un courriel.",
        done="Le {kickoff} est enregistré.",
        place=Place.FOLLOW_UP,
    ),
    Action.HOLD_MIDTERM: ActionWords(
        applicant="Rendez-vous à mi-parcours",
        officer="Enregistrer le {midterm}",
        journal="a enregistré le {midterm}",
        told="Le {midterm} est tenu.",
        title="Enregistrer le {midterm}",
        effect="Le compte rendu et les ajustements sont gardés, l’échéance qui en dépend s’ouvre, et le porteur "
        "reçoit un courriel.",
        done="Le {midterm} est enregistré.",
        place=Place.FOLLOW_UP,
    ),
    Action.HOLD_FINAL: ActionWords(
        applicant="Bilan",
        officer="Enregistrer le {final}",
        journal="a enregistré le {final}",
        told="Le {final} est tenu.",
        title="Enregistrer le {final}",
        effect="Le compte rendu et les perspectives sont gardés, l’échéance qui en dépend s’ouvre, et le porteur "
        "reçoit un courriel.",
        done="Le {final} est enregistré.",
        place=Place.FOLLOW_UP,
    ),
    Action.CLOSE: ActionWords(
        applicant="Clôture du dossier",
        officer="Clore le dossier",
        journal="a clos le dossier",
        told="{Called} a clos votre dossier.",
        title="Clore le dossier",
        effect="Tout est payé et le bilan est fait : le dossier n’est plus modifiable. Le porteur en est averti "
        "par courriel.",
        done="Le dossier est clos.",
        place=Place.CASE,
    ),
    Action.TERMINATE: ActionWords(
        applicant="Résiliation de la convention",
        officer="Résilier la convention",
        journal="a résilié la convention",
        told="{Called} a résilié la convention.",
        title="Résilier la convention",
        effect="La convention prend fin, les versements qui ne sont pas payés sont annulés, et le porteur reçoit "
        "vos raisons avec les voies de recours. Cela ne se reprend pas.",
        done="La convention est résiliée. Le porteur reçoit vos raisons.",
        tone="no",
        place=Place.CASE,
        mark="no",
        fields={
            "reason": FieldWords(
                "Motif de la résiliation",
                "Le porteur le lira tel quel, avec les voies de recours. " + MOTIVE_WANTED,
            )
        },
    ),
}
