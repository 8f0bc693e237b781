"""One French sentence for every refusal: what was read, what was expected; and the next step, what to do now."""

from collections.abc import Callable, Mapping

from app.domain.errors import Reason, ReasonCode
from app.domain.workflow import Outcome, Stage
from app.words.formats import listing, number
from app.words.labels import OUTCOMES, PAYMENT_STATES, Audience, stage_word
from app.words.ranking.draws import DRAW_REFUSALS
from app.words.refused import remedies
from app.words.refused.faults import FAULTS
from app.words.refused.sittings import SITTING_FAULTS
from app.words.road.actions import doing, journal_word
from app.words.roles import played_by
from app.words.typography import typo
from app.words.values import ReasonValues

Teller = Callable[[ReasonValues], str] | str
C = ReasonCode
OFFICER_PAYMENTS = PAYMENT_STATES[Audience.OFFICER]


def _whose(told: ReasonValues) -> str:
    parts = told.items("parts")
    wanted = f" : {deed}" if (deed := doing(told.text("action"))) else ""
    if not parts:
        return f"Votre rôle ne permet pas cela{wanted}."
    return f"Votre rôle ne permet pas cela{wanted}. Peut le faire : {played_by(parts)}."


def _stage(told: ReasonValues) -> str:
    stage = told.text("stage")
    return f"« {stage_word(Stage(stage), told.audience)} »" if stage in tuple(Stage) else ""


def _last_act(told: ReasonValues) -> str:
    """Who did what when, as far as the reader may know it."""
    if not (moment := told.when("at")):
        return ""
    if not told.text("by") or not told.text("did"):
        return f" Elle a avancé {moment}."
    return f" {told.text('by')} {journal_word(told.text('did'))} {moment}."


def _wrong_stage(told: ReasonValues) -> str:
    wanted = f" ({deed})" if (deed := doing(told.text("action"))) else ""
    where = _stage(told)
    standing = f" : la candidature en est à {where}." if where else "."
    return f"Cela ne se fait pas maintenant{wanted}{standing}{_last_act(told)}"


_ANSWERS = ("cette réponse", "ces réponses")
_PLACES = {
    "decision": ("la décision", "la décision"),
    "organisation.": ("cette réponse de la fiche", "ces réponses de la fiche"),
    "review": ("votre expertise", "votre expertise"),
    "budget.": ("un montant du plan de financement", "des montants du plan de financement"),
    "checklist.": ("cette ligne de la grille", "ces lignes de la grille"),
    "rectified": ("ce que vous rectifiez", "ce que vous rectifiez"),
    "consensus": ("les notes de consensus", "les notes de consensus"),
    "indicator.": ("cet indicateur", "ces indicateurs"),
    "completion.": ("votre réponse à la demande de complément", "votre réponse à la demande de complément"),
    "declaration.": ("cette déclaration", "ces déclarations"),
}


def _stale(told: ReasonValues) -> str:
    if fields := told.items("fields"):
        who = told.text("by") or "Une autre personne"
        moment = told.when("at")
        what = next((said for start, said in _PLACES.items() if fields[0].startswith(start)), _ANSWERS)[
            len(fields) > 1
        ]
        if told.values.get("own"):
            return f"Vous avez modifié {what}{' ' + moment if moment else ''}, dans une autre fenêtre."
        return f"{who} a modifié {what}{' ' + moment if moment else ''}, pendant que vous écriviez."
    act = _last_act(told) or " Une autre personne l’a modifiée."
    return f"La candidature a changé pendant que vous la lisiez.{act}"


def _edition_stale(told: ReasonValues) -> str:
    who, what = told.text("by") or "Une autre personne", told.text("name", "l’édition")
    moment = f" {told.when('at')}" if told.when("at") else ""
    return f"{who} a enregistré {what}{moment}, pendant que vous écriviez. Les deux textes sont gardés."


def _convention_changed(told: ReasonValues) -> str:
    return _by_fingerprint(told, "La convention a changé depuis que vous l’avez lue.")


def _decisions_changed(told: ReasonValues) -> str:
    return _by_fingerprint(told, "Les décisions à publier ont changé depuis que vous les avez lues.")


def _by_fingerprint(told: ReasonValues, said: str) -> str:
    """The sentence, with what was read and what stands now where both are known."""
    read, present = told.text("read"), told.text("present")
    return (
        f"{said} Empreinte lue : {read} ; empreinte d’aujourd’hui : {present}." if read and present else said
    )


def _not_asked(told: ReasonValues) -> str:
    rule = "Dans un complément, seul ce qui est demandé peut changer ; le reste demeure tel que déposé"
    named = [f"« {one} »" for one in told.items("places")]
    if told.values.get("budget"):
        named.append("le plan de financement")
    return f"{rule} : {listing(named)}." if named else f"{rule}."


def _nothing_answered(told: ReasonValues) -> str:
    asked = [f"« {one} »" for one in told.items("asked")]
    if told.values.get("budget"):
        asked.append("le plan de financement")
    named = f" Il vous est demandé : {listing(asked)}." if asked else ""
    return (
        f"Rien n’a changé dans votre dossier depuis la demande, et vous n’avez rien répondu en mots.{named}"
    )


def _deadline(told: ReasonValues) -> str:
    due, now = told.when("due_at"), told.second("now")
    if not due:
        return "Le délai est passé."
    arrived = f" ; votre envoi est arrivé {now}" if now else ""
    return f"Le délai est passé : la limite était {due}{arrived}."


def _dated(told: ReasonValues, key: str, fact: str, link: str) -> str:
    """« L’appel n’est pas encore ouvert : il ouvre le 2 mars 2026 à 9 h. »; the fact alone without a date."""
    moment = told.when(key)
    return f"{fact} : {link} {moment}." if moment else f"{fact}."


def _pieces(told: ReasonValues) -> str:
    pieces = told.items("pieces")
    if len(pieces) == 1:
        return f"Il manque une pièce obligatoire : {pieces[0]}."
    if not pieces:
        return "Il manque des pièces obligatoires."
    return f"Il manque {number(len(pieces))} pièces obligatoires : {' ; '.join(pieces)}."


def _colleges_missing(told: ReasonValues) -> str:
    named = [f"« {one} »" for one in told.items("colleges")]
    return f"Il manque des expertises de {listing(named) if named else 'l’un des collèges'}."


def _checklist_failed(told: ReasonValues) -> str:
    articles = told.items("articles")
    named = f" : {listing(articles)}" if articles else ""
    return f"Une condition de recevabilité au moins n’est pas remplie{named}."


def _indicators(told: ReasonValues) -> str:
    named = " ; ".join(told.items("indicators"))
    return (
        f"Des indicateurs ne sont pas renseignés : {named}."
        if named
        else "Des indicateurs sont à renseigner."
    )


def _decision_differs(told: ReasonValues) -> str:
    decided = told.text("decided")
    if decided not in tuple(Outcome):
        return "La décision enregistrée n’est pas celle-ci."
    return f"La décision enregistrée n’est pas celle-ci : c’est « {OUTCOMES[Outcome(decided)].word} »."


def _quorum(told: ReasonValues) -> str:
    if not told.number("required", ""):
        return "Le quorum n’est pas atteint pour ce dossier."
    return (
        f"Le quorum n’est pas atteint pour ce dossier : {told.count('present', 'présent')}, "
        f"{told.number('required')} requis sur {told.count('eligible', 'membre')} sans intérêt dans le dossier."
    )


def _interest(told: ReasonValues) -> str:
    if wave := told.text("wave"):
        return (
            f"Vous avez un intérêt dans une candidature de la vague « {wave} » : un autre responsable de l’appel "
            "fait cet acte. Rien n’a été publié."
        )
    return "Cette personne a un intérêt dans ce dossier, dit ou établi : il lui est fermé."


def _sitting_open(told: ReasonValues) -> str:
    who, moment = told.text("person", "Cette personne"), told.when("at")
    held = f"à la séance du {moment.removeprefix('le ')}" if moment else "à une séance"
    return f"{who} participe {held}, qui n’est pas close : le quorum et les votes en tiennent compte."


def _short_of(told: ReasonValues, what: str, had: str, got: str) -> str:
    """« Il manque des experts : 1 sur 2 que l’appel demande. »"""
    if not told.number("wanted", ""):
        return f"Il manque des {what}."
    return f"Il manque des {what} : {told.number(had)} {got} sur {told.number('wanted')} que l’appel demande."


def _too_many(told: ReasonValues) -> str:
    wait = f" Réessayez dans {told.count('minutes', 'minute')}." if told.values.get("minutes") else ""
    return f"Trop de tentatives en peu de temps.{wait}"


def _envelope(told: ReasonValues) -> str:
    if told.values.get("total_cents") is None:
        return "L’enveloppe de la vague est dépassée."
    return (
        f"L’enveloppe de la vague est dépassée : {told.cents('total_cents')} à attribuer pour "
        f"{told.cents('envelope_cents')}."
    )


def _payment(told: ReasonValues) -> str:
    state = OFFICER_PAYMENTS.get(told.text("state"))
    label = f" « {told.text('label')} »" if told.values.get("label") else ""
    where = f" : il est « {state.word.lower()} »" if state else ""
    return f"Ce versement{label} n’est pas ouvert{where}. Il s’ouvre quand son rendez-vous est tenu."


def _unbalanced(told: ReasonValues) -> str:
    if not told.values.get("difference"):
        return "Le budget n’est pas en équilibre : les dépenses et les recettes diffèrent."
    return (
        f"Le budget n’est pas en équilibre : {told.cents('expenses')} de dépenses pour {told.cents('income')} de "
        f"recettes, soit {told.cents('difference')} d’écart."
    )


REFUSALS: Mapping[ReasonCode, Teller] = {
    C.NOT_FOUND: "Cette page n’existe pas, ou elle ne vous est pas ouverte.",
    C.SIGN_IN_FIRST: "Connectez-vous pour continuer.",
    C.NOT_YOUR_ROLE: _whose,
    C.READ_ONLY: "Vous pouvez lire ici, sans rien modifier.",
    C.INTEREST_DECLARED: _interest,
    C.INTEREST_BY_NATURE: (
        "Cet intérêt n’est pas une déclaration : il vient de l’équipe de la candidature, de son dépôt ou de celui "
        "d’une autre par le même établissement. Il tient à ces faits, et ne se rectifie ni ne se lève."
    ),
    C.LINK_INVALID: "Ce lien de connexion n’est pas valable, ou il a déjà servi.",
    C.LINK_EXPIRED: "Ce lien de connexion a expiré.",
    C.TOO_MANY_TRIES: _too_many,
    C.FORM_EXPIRED: "Cette page est restée ouverte trop longtemps : par sécurité, l’envoi n’a pas été pris.",
    C.CREDENTIALS_WRONG: "L’adresse ou le mot de passe ne correspond pas.",
    C.WRONG_STAGE: _wrong_stage,
    C.STALE: _stale,
    C.ALREADY_DONE: lambda told: _dated(told, "at", "C’est déjà fait", "cela l’a été"),
    C.DEADLINE_PASSED: _deadline,
    C.DEADLINE_NOT_PASSED: lambda told: _dated(told, "due_at", "Le délai court encore", "il prend fin"),
    C.NOT_OPEN_YET: lambda told: _dated(told, "opens_at", "L’appel n’est pas encore ouvert", "il ouvre"),
    C.CALL_CLOSED: lambda told: _dated(told, "due_at", "L’appel ne prend plus de candidature", "il a fermé"),
    C.CALL_UNREADABLE: "Les fichiers gardés de cet appel ne se lisent plus ; rien n’en est perdu.",
    C.PIECE_IN_QUARANTINE: "Cette pièce est gardée, mais l’antivirus ne l’a pas encore lue : elle attend à part.",
    C.PIECE_INFECTED: "L’antivirus a trouvé cette pièce dangereuse : elle ne s’ouvre plus.",
    C.NOT_ASKED: _not_asked,
    C.NOTHING_ANSWERED: _nothing_answered,
    C.EDITION_STALE: _edition_stale,
    C.CONVENTION_DRAFTED: lambda told: (
        "La convention est rédigée avec ces cibles : seul le service qui l’a rédigée les corrige"
        f"{' (' + told.text('contact') + ')' if told.text('contact') else ''}."
    ),
    C.CONVENTION_CHANGED: _convention_changed,
    C.DECISIONS_CHANGED: _decisions_changed,
    C.EDITION_OPENED: "L’appel est ouvert : ses règles ne changent plus.",
    C.EDITION_FAULTY: lambda told: (
        f"L’édition compte {told.count('count', 'faute')} : l’appel ne peut pas ouvrir."
    ),
    C.EDITION_WARNED: lambda told: (
        f"L’édition compte {told.count('count', 'point')} à regarder avant d’ouvrir."
    ),
    C.SLUG_TAKEN: lambda told: f"Un appel a déjà l’adresse courte (slug) {told.quoted()}.",
    C.PREFIX_TAKEN: lambda told: f"Un appel a déjà le début de référence (prefix) {told.quoted()}.",
    C.UNKNOWN_ACTION: "Cette action n’existe pas dans cet appel.",
    C.FORM_INCOMPLETE: lambda told: f"Il reste {told.count('count', 'réponse')} à donner ou à corriger.",
    C.BUDGET_UNBALANCED: _unbalanced,
    C.BUDGET_REQUEST_MISMATCH: lambda told: (
        "L’aide demandée doit figurer dans les recettes"
        + (f", au compte {told.text('account')}." if told.values.get("account") else ".")
    ),
    C.BUDGET_EMPTY: "Le budget ne comporte aucune dépense.",
    C.PIECES_MISSING: _pieces,
    C.DECLARATIONS_MISSING: lambda told: f"Il reste {told.count('count', 'déclaration')} à faire.",
    C.CHECKLIST_INCOMPLETE: lambda told: f"Il reste {told.count('count', 'ligne')} à juger dans la grille.",
    C.CHECKLIST_FAILED: _checklist_failed,
    C.CHECKLIST_HOLDS: "Toutes les conditions de recevabilité sont jugées conformes.",
    C.REVIEWERS_MISSING: lambda told: _short_of(told, "experts", "reviewers", "désigné"),
    C.REVIEWS_MISSING: lambda told: _short_of(told, "expertises", "reviews", "rendue"),
    C.REVIEW_SUBMITTED: lambda told: (
        f"{_dated(told, 'at', 'Votre expertise est rendue', 'elle l’est depuis')} "
        "Ce que vous venez d’écrire est différent, et n’y est pas."
    ),
    C.ACCEPT_FIRST: "Vous n’avez pas encore accepté cette expertise.",
    C.MARKS_INCOMPLETE: lambda told: f"Il reste {told.count('count', 'critère')} à noter.",
    C.COLLEGES_MISSING: _colleges_missing,
    C.DECISION_RECORDED: "Une décision est déjà enregistrée sur cette candidature.",
    C.MARKS_APART: "Les notes des experts s’écartent plus que la grille ne l’admet : elle demande un expert de plus.",
    C.CONSENSUS_MISSING: "Les notes de consensus ne sont pas enregistrées.",
    C.SITTING_OF_ANOTHER_WAVE: "Cette séance est celle d’une autre vague : ce dossier n’y est pas à l’ordre du jour.",
    C.SITTING_MISSING: "Aucune séance du comité n’est ouverte pour cette vague.",
    C.SITTING_CLOSED: lambda told: _dated(told, "at", "La séance du comité est close", "elle l’est depuis"),
    C.SITTING_OPEN: _sitting_open,
    C.SITTING_TO_COME: lambda told: _dated(told, "at", "La séance du comité est à venir", "elle se tiendra"),
    C.SITTING_NOT_ATTENDED: lambda told: (
        f"{_dated(told, 'at', 'La séance du comité est prévue', 'elle l’est')} Ses présences ne sont pas enregistrées."
    ),
    C.SITTING_BEFORE: lambda told: (
        f"{_dated(told, 'at', 'La séance ouverte s’est tenue avant que ce dossier soit inscrit', 'c’était')} "
        "Il n’était pas à son ordre du jour."
    ),
    C.SITTING_TO_NAME: lambda told: (
        f"Pour cette vague, le comité tient {told.count('count', 'séance')} : "
        "l’avis se donne depuis celle qui examine ce dossier."
    ),
    C.QUORUM_MISSING: _quorum,
    C.DECISION_MISSING: "Aucune décision n’attend d’être notifiée pour cette candidature.",
    C.DELIBERATION_MISSING: lambda told: (
        f"La décision de {told.text('reference', 'cette candidature')} ne dit pas quelle délibération la fonde, "
        "ni de quel jour : la notification et la convention la citent."
    ),
    C.DECISION_DIFFERS: _decision_differs,
    C.DECISION_RELEASED: lambda told: (
        f"{_dated(told, 'at', 'La décision est déjà notifiée', 'elle l’a été')} Elle ne se modifie plus."
    ),
    C.OPINION_RELEASED: lambda told: (
        f"{_dated(told, 'at', 'La décision prise sur cet avis est déjà notifiée', 'elle l’a été')} "
        "L’avis ne se rectifie plus."
    ),
    C.OPINION_FOLLOWED: "Le dossier n’est plus à l’étape de cet avis : son sens ne change plus.",
    C.NOTHING_TO_RELEASE: "Aucune décision n’attend d’être notifiée.",
    C.ENVELOPE_EXCEEDED: _envelope,
    C.CONVENTION_INCOMPLETE: lambda told: (
        "La convention ne peut pas être établie. À compléter ou à corriger : "
        f"{told.missing() or 'des informations obligatoires'}."
    ),
    C.SIGNATURES_INCOMPLETE: "Il faut les deux signatures, celle du bénéficiaire puis celle de l’autorité.",
    C.RENDEZVOUS_MISSING: "Le rendez-vous précédent n’est pas encore tenu.",
    C.INDICATORS_MISSING: _indicators,
    C.PAYMENT_NOT_OPEN: _payment,
    C.PAYMENT_NOT_PAID: lambda told: (
        "Ce versement n’est pas payé : il n’y a pas de paiement à rectifier."
        if not told.text("label")
        else f"Le versement « {told.text('label')} » n’est pas payé : il n’y a pas de paiement à rectifier."
    ),
    C.PAYMENTS_PENDING: lambda told: f"Il reste {told.count('count', 'versement')} à payer ou à annuler.",
    C.RULE_NOT_COMPUTED: lambda told: (
        f"La règle {told.quoted('rule', unknown='de classement')} ne peut pas se calculer sur toutes les candidatures."
    ),
    C.NOT_ONESELF: "Personne ne se donne un rôle, ni ne suspend son propre accès.",
    C.LAST_OWNER: "Une candidature garde au moins un porteur qui y a déjà enregistré quelque chose.",
}
SENTENCES: Mapping[ReasonCode, Teller] = {**REFUSALS, **DRAW_REFUSALS, **FAULTS, **SITTING_FAULTS}


def sentence(reason: Reason, audience: Audience = Audience.APPLICANT) -> str:
    """Why not, in one or two sentences for this reader."""
    teller = SENTENCES[reason.code]
    return typo(teller if isinstance(teller, str) else teller(ReasonValues(reason.values, audience)))


def next_step(reason: Reason) -> str:
    """What to do now, in a sentence."""
    return typo(remedies.NEXT[reason.code])


def told(reason: Reason, audience: Audience = Audience.APPLICANT) -> str:
    """The reason in a sentence, and the next step in another when there is one."""
    return " ".join(filter(None, (sentence(reason, audience), next_step(reason))))
