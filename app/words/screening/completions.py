"""Where a request for completion stands, in a word."""

from collections.abc import Mapping
from typing import Final

from app.db.screening.screening import RequestState
from app.words.labels import Said

STATES: Final[Mapping[RequestState, Said]] = {
    RequestState.WAITING: Said("réponse attendue", "", "turn"),
    RequestState.ANSWERED: Said("répondue", "", "ok"),
    RequestState.REPLACED: Said("remplacée", ""),
    RequestState.WITHDRAWN: Said("retirée", ""),
}
