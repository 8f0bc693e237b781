"""Static files: an address that carries the hash of its content may be kept for ever."""

import os
from typing import Any

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


class HashedFiles(StaticFiles):
    """``/static/css/base.css?v=1a2b3c4d`` for ever, an address without a hash for a day."""

    def file_response(
        self, full_path: Any, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = FOR_EVER if scope["query_string"].startswith(b"v=") else A_DAY
        return response
