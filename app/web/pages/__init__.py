"""The routers of the pages, one file a noun; ``create_app`` mounts them in this order."""

from fastapi import APIRouter

from app.web.pages import public_info, sign_in

ROUTERS: tuple[APIRouter, ...] = (sign_in.router, public_info.router)
