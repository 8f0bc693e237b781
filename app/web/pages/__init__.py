"""The routers of the pages, one file a noun; ``create_app`` mounts them in this order: a request tries each address in
turn, so that what is read most comes first.
"""

from fastapi import APIRouter

from app.web.pages import api_reference, public_info
from app.web.pages.apply import budget, filing, forms, invitations, organisation, pieces, receipts, team
from app.web.pages.calls import editions, public_calls
from app.web.pages.committee import committee, rectify, rectify_opinion, said_aloud, sittings
from app.web.pages.convention import convention
from app.web.pages.desk import my_applications, officer_desk
from app.web.pages.follow_up import follow_up, ledger, rectify_payment
from app.web.pages.follow_up import payments as payments_mine
from app.web.pages.identity import sign_in
from app.web.pages.people import accesses, people, seats
from app.web.pages.ranking import call_rules, draws, firmness, ranking, simulation, wave_interests
from app.web.pages.review import consensus, due_days, expertises, rectify_interest, reopening, side_by_side
from app.web.pages.review import experts as experts_assign
from app.web.pages.road import acts, application, decisions, journal, letters
from app.web.pages.screening import checklist, completions, opinions, rectify_line

ROUTERS: tuple[APIRouter, ...] = (
    public_calls.router,
    application.router,
    my_applications.router,
    officer_desk.router,
    budget.router,
    pieces.router,
    filing.letter,
    filing.dossier,
    forms.letter,
    forms.dossier,
    ranking.router,
    sign_in.router,
    public_info.router,
    api_reference.router,
    simulation.router,
    editions.router,
    checklist.router,
    rectify_line.router,
    completions.router,
    experts_assign.router,
    rectify_interest.router,
    reopening.router,
    due_days.router,
    opinions.router,
    expertises.router,
    side_by_side.router,
    consensus.router,
    wave_interests.router,
    decisions.router,
    firmness.router,
    draws.router,
    call_rules.router,
    sittings.router,
    rectify.router,
    rectify_opinion.router,
    said_aloud.router,
    seats.router,
    committee.router,
    ledger.router,
    rectify_payment.router,
    journal.router,
    letters.router,
    accesses.router,
    people.router,
    receipts.router,
    team.router,
    invitations.router,
    organisation.router,
    convention.router,
    follow_up.router,
    payments_mine.router,
    acts.router,
)
