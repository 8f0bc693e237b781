"""What is computed beside a total is called, in a table or a sentence."""

from typing import Final

SIDES: Final = {
    "z_score": "Écart à la moyenne de l’expert",
    "percentile": "Centile",
    "severity": "Sévérité corrigée",
    "expected_rank": "Rang attendu",
}
