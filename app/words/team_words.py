"""What the pages of the team, the organisation, the follow-up and the payments say from Python."""

from app.words.typography import typo

BEGUN = typo("Votre candidature est commencée. Invitez qui vous voulez à l’écrire avec vous.")
INVITED = typo("Invitation envoyée par courriel : la personne n’a qu’à suivre le lien.")
REMOVED = typo("Cette personne ne fait plus partie de l’équipe.")
CHOOSE = typo("Choisissez ce que cette personne pourra faire.")
DESCRIBED = typo("Fiche de la structure enregistrée.")
TARGETS_SET = typo("Départs et cibles enregistrés.")
REPORTED = typo("Indicateurs enregistrés.")
PAYMENT_ASKED = typo("Votre demande de versement est transmise.")
PAYMENT_ASKED_ALREADY = typo("C’est déjà fait : ce versement était demandé.")
