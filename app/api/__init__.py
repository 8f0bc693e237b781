"""The same acts as JSON under ``/api/v1``, one file a noun; errors are problem details (RFC 9457)."""

from fastapi import APIRouter

from app.api.apply import applications, forms, team
from app.api.calls import calls
from app.api.committee import committee, rectifications
from app.api.follow_up import follow_up
from app.api.follow_up import rectifications as payment_rectifications
from app.api.ranking import call_rules, draws, firmness, reserve, simulation, wave_interests
from app.api.review import checklist_rectifications, interests, reopening, reviews
from app.api.road import journal, letters
from app.api.screening import completions

ROUTERS: tuple[APIRouter, ...] = (
    calls.router,
    call_rules.router,
    simulation.router,
    applications.router,
    team.router,
    forms.router,
    completions.router,
    reviews.router,
    interests.router,
    reopening.router,
    checklist_rectifications.router,
    committee.router,
    rectifications.router,
    firmness.router,
    draws.router,
    reserve.router,
    wave_interests.router,
    follow_up.router,
    journal.router,
    letters.router,
    payment_rectifications.router,
)
