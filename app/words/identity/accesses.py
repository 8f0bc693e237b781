"""The log of accesses in French."""

from collections.abc import Mapping

from app.domain.accesses import Access

ACCESSES: Mapping[Access, str] = {
    Access.BY_LINK: "Connexion par lien",
    Access.BY_PASSWORD: "Connexion par mot de passe",
    Access.LINK_REFUSED: "Lien refusé",
    Access.PASSWORD_REFUSED: "Mot de passe refusé",
    Access.SIGNED_OUT: "Déconnexion",
    Access.PASSWORD_SET: "Mot de passe enregistré",
    Access.PASSWORD_REMOVED: "Mot de passe retiré",
    Access.TOKEN_MADE: "Jeton créé",
    Access.TOKEN_REVOKED: "Jeton révoqué",
    Access.PIECE_READ: "Pièce lue",
}
COLUMNS = ("Quand", "Quoi", "Adresse", "D’où", "Objet")
