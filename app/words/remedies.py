"""After each refusal, the next step: what the person may do now, in a sentence."""

from collections.abc import Mapping

from app.domain.errors import ReasonCode

C = ReasonCode
_CORRECT = "Corrigez cette réponse ; tout ce que vous avez écrit est gardé."
_OTHER_FILE = "Choisissez un autre fichier ; ceux qui sont déjà joints ne bougent pas."
_RELOAD = "Rechargez la page pour voir où elle en est, puis choisissez."
_CHECKLIST = "Ouvrez la grille de recevabilité."
_DOSSIER = "Complétez le formulaire, section par section, puis déposez."
_BUDGET = "Revoyez le budget, puis recommencez."

NEXT: Mapping[ReasonCode, str] = {
    C.NOT_FOUND: "Vérifiez l’adresse, ou revenez à vos candidatures.",
    C.SIGN_IN_FIRST: "Demandez un lien de connexion : il arrive par courriel.",
    C.NOT_YOUR_ROLE: "Demandez à la personne qui en a le rôle, ou écrivez au service.",
    C.READ_ONLY: "Demandez au porteur de vous donner le droit d’écrire.",
    C.INTEREST_DECLARED: "Si c’est une erreur, écrivez au service.",
    C.LINK_INVALID: "Demandez un nouveau lien : il arrive par courriel.",
    C.LINK_EXPIRED: "Demandez un nouveau lien : il arrive par courriel.",
    C.TOO_MANY_TRIES: "Attendez quelques minutes, puis recommencez.",
    C.FORM_EXPIRED: "Envoyez de nouveau : ce que vous avez écrit est encore dans la page.",
    C.CREDENTIALS_WRONG: "Recommencez, ou demandez un lien de connexion par courriel.",
    C.WRONG_STAGE: _RELOAD,
    C.STALE: _RELOAD,
    C.ALREADY_DONE: "Il n’y a rien à refaire.",
    C.DEADLINE_PASSED: "Ce que vous avez écrit est gardé, comme non déposé. Si un incident vous a empêché de déposer, "
    "écrivez au service.",
    C.DEADLINE_NOT_PASSED: "Attendez la fin du délai.",
    C.NOT_OPEN_YET: "Revenez à l’ouverture ; vous pouvez déjà lire l’appel.",
    C.CALL_CLOSED: "Consultez les autres appels ouverts.",
    C.UNKNOWN_ACTION: "Revenez à la candidature.",
    C.FORM_INCOMPLETE: _DOSSIER,
    C.BUDGET_UNBALANCED: _BUDGET,
    C.BUDGET_REQUEST_MISMATCH: _BUDGET,
    C.BUDGET_EMPTY: _BUDGET,
    C.PIECES_MISSING: "Joignez les pièces, puis recommencez.",
    C.DECLARATIONS_MISSING: "Lisez et cochez les déclarations, puis recommencez.",
    C.CHECKLIST_INCOMPLETE: _CHECKLIST,
    C.CHECKLIST_FAILED: "Demandez un complément, ou déclarez le dossier irrecevable.",
    C.CHECKLIST_HOLDS: "Déclarez le dossier recevable, ou reprenez la grille.",
    C.REVIEWERS_MISSING: "Désignez les experts qui manquent.",
    C.REVIEWS_MISSING: "Attendez les expertises, ou désignez un autre expert.",
    C.ACCEPT_FIRST: "Acceptez l’expertise, ou déclinez-la en disant pourquoi.",
    C.MARKS_INCOMPLETE: "Notez tous les critères, avec leurs raisons, puis rendez l’expertise.",
    C.SITTING_MISSING: "Ouvrez une séance du comité pour cette vague.",
    C.SITTING_CLOSED: "Ouvrez une nouvelle séance du comité pour cette vague.",
    C.SITTING_OPEN: "Clôturez d’abord la séance, puis reprenez le siège.",
    C.QUORUM_MISSING: "Vérifiez les présences, ou reportez ce dossier à une autre séance.",
    C.DECISION_MISSING: "Enregistrez d’abord la décision.",
    C.DELIBERATION_MISSING: "Écrivez le numéro et la date de la délibération dans la décision.",
    C.DECISION_DIFFERS: "Notifiez la décision enregistrée, ou corrigez-la d’abord.",
    C.DECISION_RELEASED: "Une décision notifiée se change par une nouvelle décision de l’autorité.",
    C.NOTHING_TO_RELEASE: "Enregistrez d’abord les décisions.",
    C.ENVELOPE_EXCEEDED: "Réduisez un montant, ou passez un projet en liste complémentaire.",
    C.CONVENTION_INCOMPLETE: "Complétez la fiche de la structure, la décision ou les indicateurs, puis recommencez.",
    C.SIGNATURES_INCOMPLETE: "Enregistrez les deux dates de signature.",
    C.RENDEZVOUS_MISSING: "Enregistrez d’abord le rendez-vous précédent.",
    C.INDICATORS_MISSING: "Renseignez les indicateurs, puis recommencez.",
    C.PAYMENT_NOT_OPEN: "Attendez que le rendez-vous soit tenu et enregistré.",
    C.PAYMENTS_PENDING: "Payez ou annulez les versements qui restent.",
    C.LAST_OWNER: "Nommez d’abord un autre porteur.",
    C.REQUIRED: _CORRECT,
    C.NOT_A_NUMBER: _CORRECT,
    C.NOT_MONEY: _CORRECT,
    C.NOT_A_DATE: _CORRECT,
    C.NOT_A_CHOICE: "Choisissez dans la liste.",
    C.NOT_AN_EMAIL: _CORRECT,
    C.NOT_A_URL: _CORRECT,
    C.NOT_A_SIRET: "Recopiez les 14 chiffres de l’avis de situation de l’Insee.",
    C.NOT_A_RNA: "Recopiez le numéro qui figure sur le récépissé de la préfecture.",
    C.NOT_A_COMMUNE: "Écrivez le nom de la commune tel que l’Insee l’écrit.",
    C.TOO_LONG: "Raccourcissez ce texte ; il est gardé tel que vous l’avez écrit.",
    C.TOO_MANY_WORDS: "Raccourcissez ce texte ; il est gardé tel que vous l’avez écrit.",
    C.TOO_SMALL: _CORRECT,
    C.TOO_LARGE: _CORRECT,
    C.OFF_STEP: _CORRECT,
    C.IN_THE_PAST: "Choisissez une date à venir.",
    C.IN_THE_FUTURE: "Choisissez une date déjà passée, ou celle d’aujourd’hui.",
    C.UNREADABLE: _CORRECT,
    C.UNKNOWN_FIELD: "Retirez ce champ de l’envoi.",
    C.FILE_EMPTY: _OTHER_FILE,
    C.FILE_TOO_LARGE: "Réduisez le fichier (un PDF se compresse), puis joignez-le de nouveau.",
    C.FILE_TYPE: _OTHER_FILE,
    C.FILE_INFECTED: "Faites vérifier votre poste, puis joignez un fichier sain.",
    C.JUSTIFICATION_MISSING: _CORRECT,
}
