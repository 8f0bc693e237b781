"""What the gallery shows: the values that its page is drawn with, invented."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Thing
from typing import Any

from app.web.views.review.marking import Leaf, MarkingLine, Option
from app.words.formats import PARIS

NOW = datetime(2026, 6, 9, 9, 30, tzinfo=UTC)

ROAD = (
    ("Lettre", "done", "acceptée le 4 mars", ""),
    ("Dossier", "done", "déposé le 2 juin, 17 h 42", ""),
    ("Recevabilité", "now", "une pièce avant le 18 juin", ""),
    ("Expertise", "todo", "été", ""),
    ("Comité", "todo", "24 septembre", ""),
    ("Convention", "todo", "octobre", ""),
    ("Démarrage", "todo", "1er rendez-vous", ""),
    ("COPIL", "todo", "2e rendez-vous", ""),
    ("Bilan", "todo", "3e rendez-vous", ""),
)
RANKED = (
    ("Le Quai des Possibles", "TL26-0017 · La Rochelle (17)", "16.8", "0.6", 48_000_00, ""),
    ("La Forge de Bellac", "TL26-0042 · Bellac (87) · rural", "16.1", "0.4", 50_000_00, ""),
    ("Ferme-atelier du Born", "TL26-0008 · Parentis (40) · rural", "15.7", "2.9", 42_500_00, "écart"),
    ("Tiers-lieu nourricier", "TL26-0031 · Terrasson (24) · rural", "15.2", "0.9", 50_000_00, ""),
    ("L’Étincelle", "TL26-0025 · Poitiers (86) · QPV", "14.9", "1.1", 36_000_00, ""),
    ("Les Ateliers de la Sèvre", "TL26-0011 · Niort (79)", "14.6", "0.7", 50_000_00, ""),
    ("Coworking du Médoc", "TL26-0039 · Lesparre (33) · rural", "13.8", "1.3", 45_000_00, ""),
)


def steps(count: int = 9, stopped: bool = False) -> list[Thing]:
    road = [Thing(label=a, state=b, when=c, who=d) for a, b, c, d in ROAD[:count]]
    if stopped:
        road[2] = Thing(label="Recevabilité", state="stopped", when="irrecevable le 12 juin", who="")
    return road


def ranked(envelope: int) -> list[Thing]:
    rows, spent = [], 0
    for rank, (title, note, points, gap, amount, flag) in enumerate(RANKED, 1):
        spent += amount
        rows.append(
            Thing(
                rank=rank,
                href="#",
                title=title,
                note=note,
                mark=Decimal(points),
                gap=Decimal(gap),
                amount=amount,
                cumulative=spent,
                inside=spent <= envelope,
                flag=flag,
            )
        )
    return rows


def question(key: str, kind: str, label: str, **more: Any) -> Thing:
    pairs = more.pop("options", ())
    options = tuple(Thing(key=k, label=v) for k, v in pairs)
    return Thing(**{"key": key, "kind": kind, "label": label, "options": options, "help": ""} | more)


def questions() -> list[Thing]:
    return [
        question("titre", "text", "Nom du projet"),
        question(
            "objet", "long_text", "Qui pourra y entrer, et quand ?", max_words=300, help="Jours, heures."
        ),
        question("surface", "number", "Surface ouverte au public", unit="m²"),
        question("aide", "money", "Aide demandée à la Région"),
        question("debut", "date", "Date de démarrage"),
        question("ouvert", "yes_no", "Le lieu est-il déjà ouvert ?"),
        question(
            "statut", "choice", "Statut", options=(("a", "Association"), ("s", "SCIC"), ("c", "Commune"))
        ),
        question(
            "dep", "choice", "Département", options=tuple((str(n), f"Département {n}") for n in range(12))
        ),
        question(
            "usages", "choices", "Usages", options=(("b", "Bureau partagé"), ("f", "Fablab"), ("c", "Café"))
        ),
        question("mail", "email", "Adresse électronique"),
        question("tel", "phone", "Téléphone", required=False),
        question("site", "url", "Site du projet", required=False),
        question("siret", "siret", "SIRET de la structure"),
        question("rna", "rna", "Numéro RNA", required=False),
        question("commune", "commune", "Commune du projet"),
    ]


def criterion(key: str = "accueil", label: str = "Accueil humain", **said: str) -> MarkingLine:
    """One criterion to mark; ``said``: what was typed, ``wrong`` and ``why_wrong``."""
    words = ("absent", "faible", "partiel", "solide", "exemplaire")
    leaf = Leaf(
        key=key,
        label=label,
        description="",
        share="",
        options=tuple(
            Option(str(mark), str(mark), word, said.get("mark") == str(mark))
            for mark, word in enumerate(words)
        ),
        in_words=False,
        ends="",
        unit="/ 4",
        bands=(),
        anchors=(),
        abstains=False,
        abstained=False,
        typed=said.get("mark", ""),
        error=said.get("wrong", ""),
    )
    return MarkingLine(
        key=key,
        label=label,
        description="Présence, compétences et horaires de la personne qui accueille.",
        group=None,
        worth="20 points",
        said=(),
        reads=(),
        leaves=(leaf,),
        parted=False,
        justified=True,
        why=said.get("why", ""),
        why_error=said.get("why_wrong", ""),
    )


def content() -> dict[str, Any]:
    return {
        "settings": Thing(
            authority_name="Région Nouvelle-Aquitaine",
            accent_colour="#0e5a4c",
            zone=PARIS,
            accessibility="none",
        ),
        "actor": Thing(name="Claire D. · La Forge de Bellac", signed_in=True),
        "csrf": "jeton",
        "now": NOW,
        "later": NOW + timedelta(days=9, hours=6, minutes=30),
        "nav": [("#", "Ma candidature", True), ("#", "Les appels", False)],
        "officer_nav": [
            ("#", "Mes dossiers", True),
            ("#", "Comité", False),
            ("#", "Calendrier", False),
            ("#", "Suivi", False),
            ("#", "Statistiques", False),
        ],
        "version": "0.1.0",
        "steps": steps,
        "ranked": ranked,
        "questions": questions(),
        "criterion": criterion(mark="3", why="Une facilitatrice à 0,6 ETP, formée."),
        "criterion_b": criterion(
            "numerique",
            "Accès numérique",
            wrong="Donnez une note.",
            why_wrong="Dites ce qui justifie la note.",
        ),
        "D": Decimal,
        "Thing": Thing,
        "expenses": [
            Thing(code="60", label="Achats", amount=31_200_00),
            Thing(code="61", label="Services extérieurs", amount=22_700_00),
            Thing(code="64", label="Personnel", amount=64_500_00),
        ],
        "income": [
            Thing(code="70", label="Ventes", amount=38_400_00),
            Thing(code="74-region", label="Région (demandée)", amount=50_000_00, strong=True),
            Thing(code="74-commune", label="Commune (acquise)", amount=30_000_00),
        ],
    }
