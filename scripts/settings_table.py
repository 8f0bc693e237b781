"""Write the table of settings into the operator's guide, from `app.settings` (`make docs`).

The French meaning of each variable is here, so that the guide cannot name a variable that the code does not
read, nor miss one: `KeyError` for a field without its meaning.
"""

import re
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app.settings import SECRET_MIN_LENGTH, Settings

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "exploitation.md"
BEGIN, END = "<!-- réglages : début -->\n", "<!-- réglages : fin -->\n"

MEANINGS = {
    "demo": "Mode démonstration : données inventées, liens de connexion affichés. Jamais en service réel.",
    "data_dir": "Dossier des données : base SQLite, fichiers déposés, courriels écrits sur disque.",
    "base_url": "Adresse publique du service, en `https://` hors démonstration ; reprise dans les courriels.",
    "cookie_secure": "Cookies réservés à HTTPS. Ne peut être désactivé qu’en démonstration.",
    "database_url": "Base de données : SQLite ou PostgreSQL (`postgresql+psycopg://…`).",
    "files_url": "Rangement des pièces : dossier (`file:///…`) ou stockage S3 (`s3://seau/préfixe`).",
    "witness_file": "Fichier où la tête du journal s’inscrit chaque heure, si possible hors du disque de la base.",
    "secret_key": f"Clé qui signe les liens et les sessions : {SECRET_MIN_LENGTH} caractères au moins.",
    "trusted_proxies": "Adresses des mandataires dont l’en-tête `X-Forwarded-For` est cru.",
    "log_level": "Détail du journal technique : `DEBUG`, `INFO`, `WARNING` ou `ERROR`.",
    "timezone": "Fuseau des dates limites et des heures affichées, par exemple `Indian/Reunion`.",
    "antivirus_url": "Antivirus clamd, `tcp://hôte:3310` ou `unix:///chemin` ; vide : pièces non analysées.",
    "smtp_url": "Serveur d’envoi, `smtp://` ou `smtps://` ; vide, chaque courriel devient un fichier `.eml`.",
    "mail_from": "Expéditeur des courriels.",
    "session_hours": "Durée d’une session, en heures.",
    "link_minutes": "Durée de validité d’un lien de connexion, en minutes.",
    "sign_in_rate": "Essais de connexion, par adresse de courriel et par lieu ; liens et mots de passe à part.",
    "sign_in_address_rate": "Les mêmes essais, de tous les lieux ensemble.",
    "sign_in_ip_rate": "Essais de connexion, par adresse IP : tout un service sort souvent par la même.",
    "invitation_rate": "Invitations dans une équipe, par personne qui invite, toutes candidatures ensemble.",
    "upload_max_mb": "Taille d’une pièce déposée, en mébioctets, au plus.",
    "pdf_workers": "Processus qui composent les PDF ; un par cœur disponible.",
    "authority_name": "Nom de l’autorité, dans les pages, les courriels et les conventions.",
    "authority_contact": "Adresse de contact affichée aux visiteurs.",
    "publication_director": "Directrice ou directeur de la publication, dans les mentions légales : la loi l’exige.",
    "host": "Hébergeur, dans les mentions légales : nom, adresse et téléphone, que la loi exige.",
    "security_contact": "Adresse qui reçoit les failles de sécurité (`security.txt`) ; vide : l’adresse de contact.",
    "accessibility_rate": "Part des critères du RGAA respectés, en pour cent, que l’audit a mesurée.",
    "accessibility_audited_on": "Jour de cet audit ; sans audit, la loi veut que le service se dise « non conforme ».",
    "accessibility_auditor": "Qui a mené l’audit d’accessibilité.",
    "accessibility_contact": "Adresse pour signaler une difficulté d’accès ; vide : l’adresse de contact.",
    "accessibility_plan_url": "Adresse du schéma pluriannuel de mise en accessibilité, que la loi exige.",
    "accent_colour": "Couleur d’accent des pages, `#rrggbb`, contrastée sur le blanc.",
}

COMPUTED = {
    "cookie_secure": "selon `base_url`",
    "database_url": "`maillage.db` dans `data_dir`",
    "files_url": "dossier `files` de `data_dir`",
    "secret_key": "obligatoire ; créée par la démonstration",
    "witness_file": "`temoin-du-journal.txt` dans `data_dir`",
}


def default_of(name: str, field: FieldInfo) -> str:
    if name in COMPUTED:
        return COMPUTED[name]
    if field.default_factory is not None:
        raise ValueError(f"say in COMPUTED what {name} is worth when nobody sets it")
    default: Any = field.default
    plain = default.get_secret_value() if isinstance(default, SecretStr) else default
    words = {True: "oui", False: "non", "": "vide", None: "vide"}
    return words[plain] if isinstance(plain, bool) or plain in ("", None) else f"`{plain}`"


def table() -> str:
    """The rows in the order of `Settings`, one for each field."""
    rows = [
        f"| `MAILLAGE_{name.upper()}` | {default_of(name, field)} | {MEANINGS[name]} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return "| Variable | Valeur par défaut | Sens |\n| --- | --- | --- |\n" + "".join(rows)


def with_table(guide: str) -> str:
    """The guide with its table made again. Raises `ValueError` when the two marks are not there."""
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if not between.search(guide):
        raise ValueError(f"{GUIDE.name} has lost its marks {BEGIN.strip()} and {END.strip()}")
    return between.sub(lambda _: f"{BEGIN}\n{table()}\n{END}", guide)


if __name__ == "__main__":
    sys.stdout.write(f"{GUIDE}\n")
    GUIDE.write_text(with_table(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
