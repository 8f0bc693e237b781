"""The same acts as JSON under ``/api/v1``, one file a noun; errors are problem details (RFC 9457)."""

from fastapi import APIRouter

from app.api import (
    applications,
    call_rules,
    calls,
    committee,
    draws,
    firmness,
    follow_up,
    forms,
    reviews,
    simulation,
)

ROUTERS: tuple[APIRouter, ...] = (
    calls.router,
    call_rules.router,
    simulation.router,
    applications.router,
    forms.router,
    reviews.router,
    committee.router,
    firmness.router,
    draws.router,
    follow_up.router,
)
