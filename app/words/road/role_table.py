"""The table of the guide « who may do what », written from the table of transitions and that of deeds.

``docs/roles.md`` is this text; a test compares. A mark in a column: whoever plays that part may do it.
"""

from collections.abc import Iterable, Sequence

from app.domain.access import PERMISSIONS
from app.domain.people import Part
from app.domain.workflow import Action, Workflow, every_legal_road
from app.words.labels import spoken
from app.words.road.actions import ACTIONS, DONE_BY_TEAM
from app.words.roles import PARTS, ROLES, TEAM_RIGHTS, TEAM_ROLES
from app.words.roles import PERMISSIONS as PERMISSION_WORDS
from app.words.typography import typo

COLUMNS: tuple[Part, ...] = tuple(part for part in Part if part is not Part.SYSTEM)
_HEAD = """# Qui peut faire quoi

Ce tableau est écrit par la plateforme à partir de ses propres règles ; un test le compare.
Une croix : la personne qui joue cette part peut faire cet acte. Sans croix, la plateforme refuse, et dit pourquoi.

Trois règles l’emportent sur le tableau :

- une personne qui déclare un intérêt dans une candidature ne la voit plus nulle part, sauf si elle est de son équipe ;
- personne ne voit une candidature avant son premier dépôt, sauf son équipe ; le comité la voit une fois l’expertise
  close, le service financier une fois l’aide attribuée ;
- l’avis du comité reste inconnu du porteur jusqu’à la notification de la décision.
"""
_WIDE = """L’administrateur ouvre les comptes et donne les rôles ; il ne lit aucune candidature à ce titre.
Les règles d’un appel s’écrivent avant son ouverture : par ses chargés de mission, ses responsables et
l’administrateur ; le responsable seul ouvre l’appel. Qui est nommé pour tous les appels peut en écrire un nouveau.
Si le règlement prévoit un tirage au sort, le responsable seul arrête la liste d’une vague, puis publie la graine.
L’auditeur lit tout et n’écrit rien. Le visiteur lit les appels et leurs résultats, sans se connecter.
"""


def role_table() -> str:
    """The whole document, in Markdown."""
    return "\n".join(
        (
            typo(_HEAD),
            "## Les parts dans l’équipe d’une candidature\n",
            *(f"- **{TEAM_ROLES[role]}**\u00a0: {TEAM_RIGHTS[role]}." for role in TEAM_ROLES),
            "\n## Les rôles donnés par l’autorité\n",
            *(f"- {word}" for word in ROLES.values()),
            f"\n{typo(_WIDE)}",
            "## Les actes qui font avancer une candidature\n",
            *_table("Acte", _moves()),
            "\n## Les autres actes\n",
            *_table(
                "Acte", ((PERMISSION_WORDS[permission], parts) for permission, parts in PERMISSIONS.items())
            ),
            "",
        )
    )


def _moves() -> Iterable[tuple[str, frozenset[Part]]]:
    """Each action of the whole vocabulary, in the order of the road, with those who may do it somewhere."""
    parts: dict[Action, frozenset[Part]] = {}
    for road in every_legal_road():
        for line in Workflow.for_call(road).transitions:
            parts[line.action] = parts.get(line.action, frozenset()) | line.parts
    for action in Action:
        words = ACTIONS[action]
        yield spoken(words.applicant if action in DONE_BY_TEAM else words.title), parts[action]


def _table(first: str, rows: Iterable[tuple[str, frozenset[Part]]]) -> Sequence[str]:
    head = (first, *(PARTS[part] for part in COLUMNS))
    lines = [_line(head), _line(("---", *(":-:" for _ in COLUMNS)))]
    lines += [_line((name, *("×" if part in parts else "" for part in COLUMNS))) for name, parts in rows]
    return lines


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
