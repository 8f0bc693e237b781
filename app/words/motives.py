"""What is asked of a motive that the applicant will read."""

from typing import Final

from app.domain.typed.motives import SHORTEST

MOTIVE_WANTED: Final = (
    f"Une phrase d’au moins {SHORTEST} signes, qui dit la règle de l’appel et le fait sur lesquels vous vous fondez "
    "(articles L. 211-2 et L. 211-5 du code des relations entre le public et l’administration)."
)
