"""The three rendezvous in words: what the call calls them, where a reader has its file; a plain name elsewhere.

The name that a call gives is quoted after « rendez-vous », whose gender is known: « le rendez-vous « Point d’étape » ».
"""

from collections.abc import Mapping

Meetings = Mapping[str, str]
"""{kickoff, midterm, final: the label of the call's file}; empty where no call is at hand, or it has no follow-up."""

UNNAMED: Meetings = {}
_PHRASES = {"kickoff": "rendez-vous de démarrage", "midterm": "rendez-vous à mi-parcours", "final": "bilan"}
_NAMES = {"kickoff": "Démarrage", "midterm": "Mi-parcours", "final": "Bilan"}


def phrases(meetings: Meetings = UNNAMED) -> dict[str, str]:
    """Each of them inside a sentence, without its article."""
    return _PHRASES | {kind: f"rendez-vous « {label} »" for kind, label in meetings.items()}


def names(meetings: Meetings = UNNAMED) -> dict[str, str]:
    """Each of them alone."""
    return _NAMES | dict(meetings)
