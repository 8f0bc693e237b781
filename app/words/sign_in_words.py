"""The sentences that follow signing in and out."""

SIGNED_OUT = "Vous êtes déconnecté."
PASSWORD_SET = "Votre mot de passe est enregistré. Le lien par courriel reste possible."  # noqa: S105
PASSWORD_REMOVED = "Votre mot de passe est supprimé : la connexion se fait par lien."  # noqa: S105
