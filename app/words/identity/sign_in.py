"""The sentences that follow signing in and out."""

SIGNED_OUT = "La session est fermée."
RENAMED = "Votre nom est enregistré."
PASSWORD_SET = "Votre mot de passe est enregistré. Le lien par courriel reste possible."  # noqa: S105
TOKEN_REVOKED = "Le jeton est révoqué : le programme qui s’en servait n’entre plus."  # noqa: S105
SESSIONS_CLOSED = "Vos autres sessions sont fermées."
PASSWORD_REMOVED = "Vous n’avez pas de mot de passe : la connexion se fait par lien."  # noqa: S105
