"""What the pages of the team, the organisation, the follow-up and the payments say from Python."""

from app.words.formats import plural
from app.words.typography import typo

BEGUN = typo("Votre candidature est commencée. Invitez qui vous voulez à l’écrire avec vous.")
INVITED = typo("Invitation envoyée par courriel : la personne n’a qu’à suivre le lien.")
REMOVED = typo("Cette personne ne fait plus partie de l’équipe.")
ACCEPTED = typo("Vous faites partie de l’équipe. Vous ne jugez plus rien de cette candidature.")
DECLINED = typo("C’est noté : vous avez décliné, et rien ne change pour vous. L’équipe n’en est pas avertie.")
CHOOSE = typo("Choisissez ce que cette personne pourra faire.")
DESCRIBED = typo("Fiche de la structure enregistrée.")
PAYMENT_ASKED = typo("Votre demande de versement est transmise.")
PAYMENT_ASKED_ALREADY = typo("C’est déjà fait : ce versement était demandé.")


def targets_set(lacking: int) -> str:
    """The starting points and the aims are kept; how many the convention still lacks."""
    if lacking:
        return typo(f"C’est enregistré. Il reste {plural(lacking, 'valeur')} à donner avant la convention.")
    return typo("Tous les départs et toutes les cibles sont enregistrés.")


def reported(lacking: int) -> str:
    """The indicators are kept; how many the rendezvous still lacks."""
    if lacking:
        return typo(
            f"C’est enregistré. Il reste {plural(lacking, 'indicateur')} à renseigner avant le rendez-vous."
        )
    return typo("Tous les indicateurs sont renseignés.")
