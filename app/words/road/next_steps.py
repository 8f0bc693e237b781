"""The panel « what comes next »: whose turn it is, what to do in one sentence, by when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.errors import ReasonCode
from app.domain.workflow import Stage
from app.services.review.reviews import Remaining
from app.words.formats import PARIS, day, weekday
from app.words.formats import remaining as time_left
from app.words.labels import AUTHORITY, OFFICER_STAGES, Audience, spoken
from app.words.meetings import UNNAMED, Meetings
from app.words.road.road import is_turn
from app.words.silence import THEIRS, suspended
from app.words.typography import typo
from app.words.zones import hour, zone_words


@dataclass(frozen=True)
class NextStep:
    """``tone``: 'turn' (the reader acts), 'wait' (somebody else), 'ok' (well ended), 'no' (ended)."""

    title: str
    sentence: str
    tone: str

    @property
    def turn(self) -> bool:
        return self.tone == "turn"


@dataclass(frozen=True)
class _Panel:
    """``dated`` replaces ``sentence`` when a deadline or a planned day is known; ``law``: silence is a refusal."""

    title: str
    sentence: str
    dated: str = ""
    tone: str = "wait"
    law: bool = False


SILENCE = {
    (
        Audience.APPLICANT,
        False,
    ): " Sans réponse le {day}, votre demande sera considérée comme rejetée ; "
    "vous pourrez contester ce rejet.",
    (
        Audience.APPLICANT,
        True,
    ): " Faute de réponse, votre demande est considérée comme rejetée depuis le {day} ; "
    "vous pouvez contester ce rejet.",
    (Audience.OFFICER, False): " Le silence vaudra rejet le {day} (CRPA, art. L. 231-4).",
    (Audience.OFFICER, True): " Le silence vaut rejet depuis le {day} (CRPA, art. L. 231-4).",
}


def _examined(title: str, sentence: str) -> _Panel:
    """While the authority examines: the law says what silence means, and from which day."""
    return _Panel(title, sentence, law=True)


APPLICANT: Mapping[Stage, _Panel] = {
    Stage.LETTER_DRAFT: _Panel(
        "À vous : écrivez votre lettre",
        "Quelques réponses suffisent ; ce que vous écrivez est gardé au fur et à mesure.",
        "Déposez-la avant le {due} ({left}). Ce que vous écrivez est gardé au fur et à mesure.",
    ),
    Stage.LETTER_SUBMITTED: _examined("{Called} lit votre lettre", "Vous recevrez la réponse par courriel."),
    Stage.DECLINED: _Panel(
        "Votre lettre n’est pas retenue",
        "Les raisons et les voies de recours sont dans la lettre de notification, ci-dessous.",
        tone="no",
    ),
    Stage.DOSSIER_DRAFT: _Panel(
        "À vous : remplissez votre dossier",
        "Remplissez les sections dans l’ordre qui vous convient, à plusieurs si vous voulez.",
        "Déposez-le avant le {due} ({left}). Remplissez les sections dans l’ordre qui vous convient.",
    ),
    Stage.DOSSIER_SUBMITTED: _examined(
        "{Called} vérifie votre dossier", "Si quelque chose manque, vous recevrez une demande par courriel."
    ),
    Stage.WITHDRAWN: _Panel(
        "Candidature retirée", "Vous pouvez en commencer une autre si l’appel est ouvert.", tone="no"
    ),
    Stage.EXPIRED: _Panel(
        "Le délai est passé", "Ce que vous avez écrit est gardé et reste lisible ici.", tone="no"
    ),
    Stage.COMPLETION_REQUESTED: _Panel(
        "À vous : {called} attend un complément",
        "Corrigez ou joignez ce qui est demandé, puis renvoyez : le reste de votre dossier ne bouge pas.",
        "Envoyez-le avant le {due} ({left}) : le reste de votre dossier ne bouge pas.",
    ),
    Stage.ADMISSIBLE: _examined("Votre dossier va être examiné", "Il est complet et recevable."),
    Stage.INADMISSIBLE: _Panel(
        "Votre dossier est irrecevable",
        "Les raisons et les voies de recours sont dans la lettre de notification, ci-dessous.",
        tone="no",
    ),
    Stage.IN_REVIEW: _examined(
        "Des experts lisent votre dossier", "Ils le notent sur les critères de l’appel."
    ),
    Stage.REVIEWED: _examined("Votre dossier va passer au comité", "Son expertise est terminée."),
    Stage.SHORTLISTED: _examined(
        "Votre candidature est au comité", "Il donne un avis ; {called} décide ensuite."
    ),
    Stage.ON_RESERVE: _Panel(
        "Vous êtes en liste complémentaire",
        "Si des crédits se libèrent, {called} vous écrira. Rien à faire d’ici là.",
    ),
    Stage.AWARDED: _Panel(
        "Votre projet est retenu",
        "{Called} prépare votre convention. Relisez d’ici là la fiche de votre structure : c’est elle qui y figurera.",
        tone="ok",
    ),
    Stage.REJECTED: _Panel(
        "Votre projet n’est pas retenu",
        "Les raisons et les voies de recours sont ci-dessous, et dans la lettre de notification.",
        tone="no",
    ),
    Stage.AT_THE_TABLE: _Panel(
        "Vous êtes à la table commune", "Les séances construisent le service avec tous ceux qui sont admis."
    ),
    Stage.AGREED: _Panel("La table est d’accord", "{Called} prépare votre convention.", tone="ok"),
    Stage.CONVENTION_DRAFT: _Panel(
        "{Called} prépare votre convention", "Vous la recevrez par courriel, à signer."
    ),
    Stage.CONVENTION_SENT: _Panel(
        "À vous : signez la convention",
        "Téléchargez-la, relisez-la, faites-la signer par votre représentant légal, puis renvoyez-la {to_called}.",
    ),
    Stage.CONVENTION_SIGNED: _Panel(
        "Le {kickoff} vient ensuite",
        "{Called} convient avec vous du jour et du lieu.",
        "Il est prévu vers le {day} ; {called} convient avec vous du jour et du lieu.",
    ),
    Stage.RENOUNCED: _Panel("L’aide est abandonnée", "Il n’y a plus rien à faire.", tone="no"),
    Stage.STARTED: _Panel(
        "Le {midterm} vient ensuite",
        "D’ici là, renseignez les indicateurs.",
        "Il est prévu vers le {day}. D’ici là, renseignez les indicateurs.",
    ),
    Stage.MIDTERM_HELD: _Panel(
        "Le {final} clôt le projet",
        "D’ici là, renseignez les indicateurs.",
        "Il est prévu vers le {day}. D’ici là, renseignez les indicateurs.",
    ),
    Stage.FINAL_HELD: _Panel(
        "{Called} clôt votre dossier",
        "Le dossier se clôt quand le solde est payé ; la page des versements dit où il en est.",
    ),
    Stage.CLOSED: _Panel("Le projet est terminé", "Le dossier est clos et reste lisible ici.", tone="ok"),
    Stage.TERMINATED: _Panel(
        "La convention est résiliée",
        "Les raisons et les voies de recours sont dans le courriel reçu.",
        tone="no",
    ),
}
_OPINION = _examined("{Called} prend sa décision", "Le comité a examiné votre candidature.")
_DECIDE = _examined("À vous : enregistrez, puis notifiez la décision", "Le comité a donné son avis.")
OFFICER: Mapping[Stage, _Panel] = {
    Stage.LETTER_DRAFT: _Panel("Le porteur écrit sa lettre", "Rien à faire.", "Il a jusqu’au {due}."),
    Stage.LETTER_SUBMITTED: _Panel(
        "À vous : répondez à la lettre",
        "Invitez, déclinez avec des raisons, ou rendez-la.",
        "Invitez, déclinez avec des raisons, ou rendez-la, avant le {due} ({left}) : ensuite, le silence vaut rejet "
        "(CRPA, art. L. 231-4).",
    ),
    Stage.DOSSIER_DRAFT: _Panel("Le porteur remplit son dossier", "Rien à faire.", "Il a jusqu’au {due}."),
    Stage.DOSSIER_SUBMITTED: _examined(
        "À vous : vérifiez la recevabilité", "Remplissez la grille, puis déclarez ou demandez un complément."
    ),
    Stage.COMPLETION_REQUESTED: _Panel(
        "Le porteur prépare son complément",
        suspended(THEIRS),
        "Il a jusqu’au {due} ({left}). " + suspended(THEIRS),
    ),
    Stage.ADMISSIBLE: _examined("À vous : ouvrez l’étape suivante", "Le dossier est recevable."),
    Stage.IN_REVIEW: _examined("Les experts notent le dossier", "Suivez les expertises, puis clôturez-les."),
    Stage.REVIEWED: _examined("À vous : inscrivez le dossier au comité", "Les notes sont arrêtées."),
    Stage.SHORTLISTED: _examined(
        "Le comité examine le dossier", "En séance, enregistrez son avis et ses votes."
    ),
    Stage.RECOMMENDED: _DECIDE,
    Stage.RECOMMENDED_WITH_CONDITIONS: _DECIDE,
    Stage.NOT_RECOMMENDED: _DECIDE,
    Stage.POSTPONED: _examined("À vous : réinscrivez le dossier au comité", "Le comité l’a ajourné."),
    Stage.ON_RESERVE: _examined(
        "À vous : retenez ou rejetez quand les crédits le permettent",
        "Le dossier est en liste complémentaire.",
    ),
    Stage.AWARDED: _Panel(
        "À vous : établissez la convention",
        "Fixez d’abord les indicateurs et vérifiez la fiche de la structure.",
    ),
    Stage.AT_THE_TABLE: _Panel("À vous : enregistrez l’accord", "La table commune construit le projet."),
    Stage.AGREED: _Panel(
        "À vous : établissez la convention",
        "Fixez d’abord les indicateurs et vérifiez la fiche de la structure.",
    ),
    Stage.CONVENTION_DRAFT: _Panel(
        "À vous : relisez et envoyez la convention", "Elle est établie, pas encore envoyée."
    ),
    Stage.CONVENTION_SENT: _Panel(
        "Le porteur signe la convention", "À son retour, enregistrez les deux signatures."
    ),
    Stage.CONVENTION_SIGNED: _Panel(
        "À vous : tenez le {kickoff}",
        "Convenez du jour et du lieu.",
        "Il est prévu vers le {day}.",
    ),
    Stage.STARTED: _Panel(
        "À vous : tenez le {midterm}",
        "Les indicateurs sont à renseigner d’abord.",
        "Il est prévu vers le {day}.",
    ),
    Stage.MIDTERM_HELD: _Panel(
        "À vous : tenez le {final}",
        "Les indicateurs sont à renseigner d’abord.",
        "Il est prévu vers le {day}.",
    ),
    Stage.FINAL_HELD: _Panel(
        "À vous : clôturez le dossier", "Tous les versements doivent être payés ou annulés."
    ),
    Stage.CLOSED: _Panel("Le dossier est clos", "Rien à faire.", tone="ok"),
    **{
        stage: _Panel("La candidature s’arrête là", "Rien à faire.", tone="no")
        for stage in (
            Stage.DECLINED,
            Stage.WITHDRAWN,
            Stage.EXPIRED,
            Stage.INADMISSIBLE,
            Stage.REJECTED,
            Stage.RENOUNCED,
            Stage.TERMINATED,
        )
    },
}
_SIGNED = _Panel(
    "La convention est signée", "L’appel ne prévoit pas de suivi : il n’y a plus rien à faire ici.", tone="ok"
)
_ENDED = {
    Audience.APPLICANT: _Panel(
        "Votre projet est retenu",
        "Il n’y a plus rien à faire ici ; pour la suite, écrivez {to_called}.",
        tone="ok",
    ),
    Audience.OFFICER: _Panel(
        "Le projet est retenu",
        "L’appel ne prévoit pas de convention : il n’y a plus rien à faire ici.",
        tone="ok",
    ),
}
"""At the end of a road without a convention; one that ends with it says ``_SIGNED`` to both."""
_HANDED_IN = {
    Remaining.EXPERT: _examined(
        "À vous : désignez un autre expert", "Il manque une expertise, et personne ne l’écrit."
    ),
    Remaining.ANOTHER: _examined(
        "À vous : les notes s’écartent, la grille demande un expert de plus",
        "Désignez-le, ou clôturez l’expertise en disant pourquoi vous faites sans lui : le comité lira vos raisons.",
    ),
    Remaining.CONSENSUS: _examined(
        "À vous : enregistrez les notes de consensus",
        "Les expertises sont rendues ; l’expertise se clôt une fois enregistrées les notes que les experts arrêtent "
        "ensemble.",
    ),
    Remaining.CLOSING: _examined(
        "À vous : clôturez l’expertise", "Tout ce que l’appel attend des experts est rendu."
    ),
}
"""What the officer reads under review when no expert has anything left to write."""
LEADS: Mapping[Remaining, str] = {
    Remaining.EXPERT: "Désigner un expert",
    Remaining.ANOTHER: "Désigner un expert de plus",
    Remaining.CONSENSUS: "Enregistrer les notes de consensus",
}
"""The button that leads to what is missing, where it is a page of its own."""
MENDS: Mapping[ReasonCode, str] = {
    ReasonCode.CHECKLIST_INCOMPLETE: "Remplir la grille de recevabilité",
    ReasonCode.CONVENTION_INCOMPLETE: "Préparer la convention",
    ReasonCode.INDICATORS_MISSING: "Renseigner les indicateurs",
}
"""The button that leads to what a refused action lacks."""
_HIDDEN = (Stage.RECOMMENDED, Stage.RECOMMENDED_WITH_CONDITIONS, Stage.POSTPONED, Stage.NOT_RECOMMENDED)
PANELS: Mapping[Audience, Mapping[Stage, _Panel]] = {
    Audience.APPLICANT: {**APPLICANT, **dict.fromkeys(_HIDDEN, _OPINION)},
    Audience.OFFICER: OFFICER,
}
_LATE: Mapping[Stage, NextStep] = {
    Stage.LETTER_DRAFT: NextStep(
        "Le délai est passé", "Votre lettre n’a pas été déposée. Elle reste lisible ici.", "no"
    ),
    Stage.DOSSIER_DRAFT: NextStep(
        "Le délai est passé", "Votre dossier n’a pas été déposé. Il reste lisible ici.", "no"
    ),
    Stage.COMPLETION_REQUESTED: NextStep(
        "Le délai du complément est passé",
        "{Called} poursuit avec le dossier que vous avez déposé. Ce que vous avez écrit depuis reste lisible ici.",
        "wait",
    ),
}
_GONE_BY = (("Il est prévu", "Il était prévu"), ("D’ici là, renseignez", "Renseignez"))
"""What the day of a rendezvous, once it is past, changes in its sentence."""


def late_for(stage: Stage, called: str = AUTHORITY) -> NextStep:
    """What the applicant reads at a stage where they write, once nothing can be sent any more."""
    told = _LATE[stage]
    return replace(told, sentence=spoken(told.sentence, called))


def returned(
    due_at: datetime, reason: str, on: datetime, called: str = AUTHORITY, zone: ZoneInfo = PARIS
) -> NextStep:
    """What the team reads of a letter that was given back: by whom, when, why, until when; it is not a new one."""
    until = f"{weekday(due_at, zone)} à {hour(due_at, zone)}"
    given = spoken(f"{{Called}} vous l’a rendue le {day(on, zone)} :", called)
    again = f"Reprenez-la, puis déposez-la de nouveau avant le {until}."
    return NextStep("À vous : reprenez votre lettre", typo(f"{given} « {reason.strip()} » {again}"), "turn")


def next_for(
    stage: Stage,
    audience: Audience,
    *,
    due_at: datetime | None = None,
    planned_on: date | None = None,
    remaining: Remaining | None = None,
    now: datetime | None = None,
    called: str = AUTHORITY,
    zone: ZoneInfo = PARIS,
    others: str = "",
    ends: bool = False,
    meetings: Meetings = UNNAMED,
) -> NextStep:
    """The next step of an application at this stage (the one shown), for this reader.

    ``due_at``: the deadline of the stage, or the day when silence is a refusal. ``planned_on``: the day of the
    coming rendezvous. ``remaining``: what is left to do once no expert has anything left to write. ``now`` tells how
    long is left. ``others``: who has to act in the authority, when it is not this reader, who is then told where the
    application stands instead of what to do. ``ends``: nothing follows, the project being retained.
    ``meetings``: what the call calls its rendezvous.
    """
    if ends:
        panel = _SIGNED if stage is Stage.CONVENTION_SIGNED else _ENDED[audience]
        return NextStep(spoken(panel.title, called), spoken(panel.sentence, called), panel.tone)
    panel = PANELS[audience][stage] if remaining is None else _HANDED_IN[remaining]
    turn = is_turn(stage, audience) or remaining is not None
    if others and remaining is None:
        panel = replace(panel, sentence=OFFICER_STAGES[stage].sentence)
    if others and turn:
        panel = replace(panel, title=f"{others[:1].upper()}{others[1:]} doit agir")
    sentence = panel.sentence
    if due_at is not None and panel.law:
        sentence += SILENCE[audience, now is not None and now > due_at]
    elif panel.dated and "{due}" not in panel.dated and planned_on is not None:
        sentence = panel.dated.replace("{day}", day(planned_on))
        if now is not None and now.astimezone(zone).date() > planned_on:
            for coming, gone in _GONE_BY:
                sentence = sentence.replace(coming, gone)
    elif "{due}" in panel.dated and due_at is not None:
        left = time_left(due_at, now, zone) if now else zone_words(zone.key)
        sentence = panel.dated.replace("{due}", f"{weekday(due_at, zone)} à {hour(due_at, zone)}")
        sentence = sentence.replace("{left}", left)
    if due_at is not None:
        sentence = sentence.replace("{day}", day(due_at, zone))
    acts = panel.tone == "wait" and turn and not others
    title, said = spoken(panel.title, called, meetings), spoken(sentence, called, meetings)
    return NextStep(title, said, "turn" if acts else panel.tone)
