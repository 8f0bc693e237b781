"""The words of the actions from the letter to the decision."""

from collections.abc import Mapping

from app.domain.workflow import Action
from app.words.motives import MOTIVE_WANTED
from app.words.road.action_words import ActionWords, FieldWords, Place

_OPINION = (
    "Le porteur n’en sait rien : l’avis reste secret jusqu’à la publication de la décision. "
    "Un avis enregistré se rectifie, avec une raison, tant que la décision n’est pas publiée."
)
_RELEASE = (
    "La décision devient définitive et le courriel de notification part aussitôt. "
    "Elle ne peut plus être reprise ici."
)

TO_DECISION: Mapping[Action, ActionWords] = {
    Action.SUBMIT_LETTER: ActionWords(
        applicant="Déposer la lettre",
        officer="Dépôt de la lettre",
        journal="a déposé la lettre d’intention",
        told="Vous avez déposé votre lettre d’intention.",
        title="Déposer votre lettre d’intention",
        effect="Votre lettre est transmise {to_called} telle que vous la lisez, et ne change plus. Vous recevez "
        "aussitôt un accusé de réception. Pour la reprendre ensuite, demandez au service de vous la rendre.",
        done="Votre lettre est bien déposée. L’accusé de réception part par courriel.",
        place=Place.FILING,
        mark="ok",
    ),
    Action.INVITE: ActionWords(
        applicant="Invitation à remplir le dossier",
        officer="Inviter à déposer",
        journal="a invité le porteur à déposer un dossier",
        told="{Called} vous a invités à remplir le dossier.",
        title="Inviter le porteur à remplir son dossier",
        effect="Le dossier s’ouvre au porteur, qui reçoit une invitation par courriel avec la date limite. "
        "L’invitation ne peut pas être reprise.",
        done="Le porteur est invité : le dossier lui est ouvert.",
        place=Place.CASE,
        mark="ok",
        fields={
            "due_on": FieldWords(
                "Date limite du dossier", "Vide : la date limite de la vague. À la fin de ce jour."
            )
        },
    ),
    Action.DECLINE: ActionWords(
        applicant="Lettre non retenue",
        officer="Décliner la lettre",
        journal="a décliné la lettre d’intention",
        told="{Called} n’a pas donné suite à votre lettre.",
        title="Décliner la lettre d’intention",
        effect="Le porteur reçoit vos raisons par courriel, avec les voies de recours. La candidature s’arrête là, "
        "sans retour possible.",
        done="La lettre est déclinée. Le porteur reçoit vos raisons.",
        tone="no",
        place=Place.CASE,
        mark="no",
        fields={
            "reason": FieldWords(
                "Motif du refus", "Le porteur le lira tel quel, avec les voies de recours. " + MOTIVE_WANTED
            )
        },
    ),
    Action.RETURN_LETTER: ActionWords(
        applicant="Lettre rendue pour reprise",
        officer="Rendre pour reprise",
        journal="a rendu la lettre pour reprise",
        told="{Called} vous a rendu votre lettre pour que vous la repreniez.",
        title="Rendre la lettre au porteur",
        effect="Le porteur peut de nouveau écrire dans sa lettre et la redéposer ; il reçoit vos remarques par "
        "courriel. La version déposée est gardée.",
        done="La lettre est rendue au porteur, avec vos remarques.",
        tone="quiet",
        place=Place.CASE,
        mark="turn",
        fields={"reason": FieldWords("Ce qui est à reprendre", "Le porteur le lira tel quel.")},
    ),
    Action.SUBMIT_DOSSIER: ActionWords(
        applicant="Déposer le dossier",
        officer="Dépôt du dossier",
        journal="a déposé le dossier",
        told="Vous avez déposé votre dossier.",
        title="Déposer votre dossier",
        effect="Votre dossier et ses pièces sont transmis {to_called} tels que vous les lisez. Vous "
        "recevez aussitôt un accusé de réception. Vous ne pourrez plus les modifier, sauf demande de complément.",
        done="Votre dossier est bien déposé. L’accusé de réception part par courriel.",
        place=Place.FILING,
        mark="ok",
    ),
    Action.WITHDRAW: ActionWords(
        applicant="Retirer la candidature",
        officer="Retrait par le porteur",
        journal="a retiré la candidature",
        told="Vous avez retiré votre candidature.",
        title="Retirer votre candidature",
        effect="La candidature s’arrête et n’est plus examinée. Ce qui a été écrit est gardé, mais le retrait est "
        "définitif : il faudrait en commencer une autre.",
        done="Votre candidature est retirée.",
        tone="no",
        place=Place.CASE,
        fields={"reason": FieldWords("Pourquoi ?", "Cela aide à améliorer les appels.")},
    ),
    Action.EXPIRE: ActionWords(
        applicant="Délai passé",
        officer="Constater que le délai est passé",
        journal="a constaté que le délai était passé",
        told="Le délai est passé : la candidature s’est arrêtée.",
        title="Constater que le délai est passé",
        effect="La candidature s’arrête et le porteur en est averti par courriel. Ce qui a été écrit est gardé ; "
        "cela ne s’annule pas.",
        done="La candidature s’arrête, son délai passé. Le porteur est averti.",
        tone="no",
        place=Place.CASE,
    ),
    Action.DECLARE_ADMISSIBLE: ActionWords(
        applicant="Dossier recevable",
        officer="Déclarer recevable",
        journal="a déclaré le dossier recevable",
        told="{Called} a déclaré votre dossier recevable.",
        title="Déclarer le dossier recevable",
        effect="Le dossier passe à l’examen et le porteur en est averti par courriel. Cela ne préjuge pas de la "
        "décision, et ne se reprend pas.",
        done="Le dossier est déclaré recevable. Le porteur est averti.",
        place=Place.CASE,
        mark="ok",
    ),
    Action.DECLARE_INADMISSIBLE: ActionWords(
        applicant="Dossier irrecevable",
        officer="Déclarer irrecevable",
        journal="a déclaré le dossier irrecevable",
        told="{Called} a déclaré votre dossier irrecevable.",
        title="Déclarer le dossier irrecevable",
        effect="Le porteur reçoit vos raisons par courriel, avec les conditions non remplies et les voies de "
        "recours. La candidature s’arrête là, sans retour possible.",
        done="Le dossier est déclaré irrecevable. Le porteur reçoit vos raisons.",
        tone="no",
        place=Place.CASE,
        mark="no",
        fields={
            "reason": FieldWords(
                "Motif de l’irrecevabilité",
                "Il s’ajoute, dans le courriel, aux conditions jugées non conformes. " + MOTIVE_WANTED,
            )
        },
    ),
    Action.OPEN_REVIEW: ActionWords(
        applicant="Ouverture de l’expertise",
        officer="Ouvrir l’expertise",
        journal="a ouvert l’expertise",
        told="L’expertise de votre dossier a commencé.",
        title="Ouvrir l’expertise du dossier",
        effect="Les experts désignés peuvent noter le dossier jusqu’à la date donnée. Le porteur n’est pas averti "
        "par courriel.",
        done="L’expertise est ouverte.",
        place=Place.CASE,
        fields={
            "due_on": FieldWords(
                "Expertises à rendre pour le", "Vide : sans date limite. À la fin de ce jour."
            )
        },
    ),
    Action.CLOSE_REVIEW: ActionWords(
        applicant="Fin de l’expertise",
        officer="Clore l’expertise",
        journal="a clos l’expertise",
        told="L’expertise de votre dossier est terminée.",
        title="Clore l’expertise du dossier",
        effect="Les notes sont arrêtées et le dossier peut aller au comité. L’expertise peut se rouvrir, avec vos "
        "raisons, tant que le comité n’a pas donné son avis.",
        done="L’expertise est close.",
        place=Place.CASE,
        fields={
            "gap_reason": FieldWords(
                "Pourquoi clore sans un expert de plus", "Le comité le lira, avec votre nom et la date."
            )
        },
    ),
    Action.REOPEN_REVIEW: ActionWords(
        applicant="Reprise de l’expertise",
        officer="Rouvrir l’expertise",
        journal="a rouvert l’expertise",
        told="L’expertise de votre dossier reprend.",
        title="Rouvrir l’expertise du dossier",
        effect="Vous pouvez désigner un expert de plus, ou rendre une expertise à son expert. Le dossier quitte le "
        "classement et l’ordre du jour jusqu’à la nouvelle clôture. Ce qui est rendu est gardé. Le porteur n’est pas "
        "averti par courriel.",
        done="L’expertise est rouverte.",
        tone="quiet",
        place=Place.CASE,
        fields={
            "reopening_reason": FieldWords("Pourquoi la rouvrir", "C’est inscrit au journal, avec votre nom.")
        },
    ),
    Action.SHORTLIST: ActionWords(
        applicant="Inscription au comité",
        officer="Inscrire au comité",
        journal="a inscrit le dossier au comité",
        told="Votre candidature est inscrite au comité.",
        title="Inscrire le dossier à l’ordre du jour du comité",
        effect="Les membres du comité peuvent lire le dossier et ses expertises, sauf ceux qui y ont un intérêt.",
        done="Le dossier est inscrit au comité.",
        place=Place.CASE,
    ),
    Action.RECOMMEND: ActionWords(
        applicant="Avis du comité rendu",
        officer="Avis favorable",
        journal="a enregistré un avis favorable du comité",
        told="Le comité a rendu son avis.",
        title="Enregistrer un avis favorable",
        effect=_OPINION,
        done="L’avis favorable est enregistré.",
        place=Place.CASE,
    ),
    Action.RECOMMEND_WITH_CONDITIONS: ActionWords(
        applicant="Avis du comité rendu",
        officer="Avis favorable sous conditions",
        journal="a enregistré un avis favorable sous conditions du comité",
        told="Le comité a rendu son avis.",
        title="Enregistrer un avis favorable sous conditions",
        effect=_OPINION,
        done="L’avis favorable sous conditions est enregistré.",
        tone="quiet",
        place=Place.CASE,
    ),
    Action.PLACE_ON_RESERVE: ActionWords(
        applicant="Avis du comité rendu",
        officer="Liste complémentaire",
        journal="a enregistré un avis de liste complémentaire du comité",
        told="Le comité a rendu son avis.",
        title="Enregistrer un avis de liste complémentaire",
        effect=_OPINION,
        done="L’avis de liste complémentaire est enregistré.",
        tone="quiet",
        place=Place.CASE,
    ),
    Action.POSTPONE: ActionWords(
        applicant="Avis du comité rendu",
        officer="Ajourner",
        journal="a enregistré l’ajournement du comité",
        told="Le comité a examiné votre candidature.",
        title="Enregistrer l’ajournement",
        effect="Le comité ne se prononce pas encore : le dossier pourra être inscrit de nouveau. Le porteur n’en "
        "est pas averti par courriel.",
        done="L’ajournement est enregistré.",
        tone="quiet",
        place=Place.CASE,
        fields={
            "votes_for": FieldWords("Voix pour", "Pour l’ajournement."),
            "votes_against": FieldWords("Voix contre", "Contre l’ajournement."),
            "comment": FieldWords("Raisons de l’ajournement", "Elles figurent au relevé d’avis."),
        },
    ),
    Action.NOT_RECOMMEND: ActionWords(
        applicant="Avis du comité rendu",
        officer="Avis défavorable",
        journal="a enregistré un avis défavorable du comité",
        told="Le comité a rendu son avis.",
        title="Enregistrer un avis défavorable",
        effect=_OPINION,
        done="L’avis défavorable est enregistré.",
        tone="no",
        place=Place.CASE,
        fields={"comment": FieldWords("Raisons de l’avis", "Elles figurent au relevé d’avis.")},
    ),
    Action.FOLLOW_OPINION: ActionWords(
        applicant="Avis du comité rendu",
        officer="Étape suivant l’avis rectifié",
        journal="a porté le dossier à l’étape de l’avis rectifié",
        told="Le comité a rendu son avis.",
        title="Suivre l’avis rectifié",
        effect="Le dossier passe à l’étape que dit l’avis du comité, tel qu’il vient d’être rectifié.",
        done="Le dossier est à l’étape de l’avis rectifié.",
        place=Place.CASE,
    ),
    Action.AWARD: ActionWords(
        applicant="Projet retenu",
        officer="Notifier l’attribution",
        journal="a notifié l’attribution de l’aide",
        told="{Called} a retenu votre projet.",
        title="Publier et notifier l’attribution",
        effect=_RELEASE,
        done="L’attribution est notifiée au porteur.",
        place=Place.CASE,
        mark="ok",
    ),
    Action.KEEP_ON_RESERVE: ActionWords(
        applicant="Liste complémentaire",
        officer="Notifier la liste complémentaire",
        journal="a notifié l’inscription en liste complémentaire",
        told="{Called} a inscrit votre projet en liste complémentaire.",
        title="Publier et notifier l’inscription en liste complémentaire",
        effect="Le courriel de notification part aussitôt. La candidature pourra encore être retenue ou rejetée.",
        done="L’inscription en liste complémentaire est notifiée au porteur.",
        tone="quiet",
        place=Place.CASE,
    ),
    Action.REJECT: ActionWords(
        applicant="Projet non retenu",
        officer="Notifier le rejet",
        journal="a notifié le rejet de la candidature",
        told="{Called} n’a pas retenu votre projet.",
        title="Publier et notifier le rejet",
        effect=_RELEASE + " Le porteur lit les raisons de la décision et les voies de recours.",
        done="Le rejet est notifié au porteur.",
        tone="no",
        place=Place.CASE,
        mark="no",
    ),
    Action.JOIN_TABLE: ActionWords(
        applicant="Entrée à la table commune",
        officer="Admettre à la table",
        journal="a admis la candidature à la table commune",
        told="{Called} vous a admis à la table commune.",
        title="Admettre à la table commune",
        effect="Le porteur rejoint tous ceux qui sont admis et en est averti par courriel. Il n’y a pas de "
        "classement.",
        done="La candidature rejoint la table commune. Le porteur est averti.",
        place=Place.CASE,
    ),
    Action.AGREE: ActionWords(
        applicant="Accord de la table",
        officer="Enregistrer l’accord",
        journal="a enregistré l’accord de la table commune",
        told="L’accord de la table commune est enregistré.",
        title="Enregistrer l’accord de la table commune",
        effect="L’accord vaut décision : la convention reprendra ce montant et ces engagements tels quels. Le "
        "porteur en est averti par courriel.",
        done="L’accord est enregistré. Le porteur est averti.",
        place=Place.CASE,
        fields={
            "amount": FieldWords("Montant convenu", "En euros ; zéro si la convention est sans subvention.")
        },
    ),
}
