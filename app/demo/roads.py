"""The road of an application up to the committee, as a generator that yields the instant of its next act."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction

from app.db.screening.screening import Verdict
from app.demo.tale import Tale
from app.domain.call_file.grid.figures import highest_mark
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.interests import Nature
from app.domain.workflow import Action, Stage
from app.services.apply import applications, forms
from app.services.review import consensus, reviews
from app.services.screening import checklist, opinions

DAY = timedelta(days=1)
Road = Iterator[datetime]


def to_the_dossier(tale: Tale) -> Road:
    """The letter, its answer, and the draft of the dossier."""
    days, at = tale.days, tale.at
    yield at(days.begun, 9)
    tale.begin()
    if tale.folder.letter is not None:
        yield at(days.begun + DAY, 18)
        tale.write(forms.LETTER)
        if tale.there():
            return
        yield at(days.letter, 11)
        tale.do(tale.owner, Action.SUBMIT_LETTER)
        yield at(days.charged, 9)
        applications.take_charge(tale.by(tale.officer), tale.reference)
        if tale.there():
            return
        yield at(days.invited, 15)
        if tale.goes_to(Stage.DECLINED):
            tale.do(tale.officer, Action.DECLINE, reason=tale.story.reason)
            return
        tale.do(tale.officer, Action.INVITE, note=tale.play.sentence(tale.story, "invitation/notes"))
    yield at(days.invited + 4 * DAY, 20)
    tale.write(forms.DOSSIER)
    if tale.goes_to(Stage.EXPIRED):
        yield at(tale.wave.dossier_due_at.date() + DAY, 2)
        tale.lapse()


def to_the_decision_of_admissibility(tale: Tale) -> Road:
    """The filing, what was missing, the checklist."""
    days, at = tale.days, tale.at
    yield at(days.dossier - 2 * DAY, 17)
    tale.join_all()
    yield at(days.dossier, 14)
    tale.file_dossier()
    if tale.folder.letter is None:
        yield at(days.taken, 9)
        applications.take_charge(tale.by(tale.officer), tale.reference)
    if tale.story.asked_of:
        yield at(days.taken, 10)
        _ask_opinion(tale, tale.story.asked_of)
    if tale.there():
        return
    yield at(days.screened, 10)
    if tale.goes_to(Stage.WITHDRAWN):
        tale.do(tale.owner, Action.WITHDRAW, reason=tale.story.reason)
        return
    if tale.goes_to(Stage.COMPLETION_REQUESTED):
        asked = {"text": tale.story.completion, "pieces": tale.story.completion_pieces}
        tale.do(tale.officer, Action.REQUEST_COMPLETION, **asked)
        return
    _judge(tale)
    if tale.goes_to(Stage.INADMISSIBLE):
        tale.do(tale.officer, Action.DECLARE_INADMISSIBLE, reason=tale.story.reason)
        return
    tale.do(tale.officer, Action.DECLARE_ADMISSIBLE)


def _judge(tale: Tale) -> None:
    for line in checklist.lines(tale.by(tale.officer), tale.case(tale.officer)):
        why = tale.story.fails.get(line.rule.key)
        if why or line.check is None:
            note = why or tale.play.sentence(tale.story, "checks/notes", line.rule.key)
            verdict = Verdict.FAILS if why else Verdict.HOLDS
            checklist.judge(tale.by(tale.officer), tale.reference, line.rule.key, verdict, note)


def _ask_opinion(tale: Tale, who: str) -> None:
    question = "Le projet répond-il à un besoin de votre territoire, et qu’y apporteriez-vous ?"
    opinions.ask(tale.by(tale.officer), tale.reference, tale.play.person_id(who), question)


def through_review(tale: Tale) -> Road:
    """The experts: named, one of them in conflict, then their reviews."""
    story, days, at = tale.story, tale.days, tale.at
    if story.opinion is not None:
        yield at(days.asked, 9)
        _ask_opinion(tale, story.opinion.by)
    if story.interest:
        yield at(days.asked, 11)
        reviews.assign(tale.by(tale.officer), tale.reference, tale.play.person_id(story.interest))
        yield at(days.asked, 16)
        reviews.declare_interest(tale.by(story.interest), tale.reference, Nature.MANDATE)
    yield at(days.review, 10)
    experts = experts_of(tale)
    for expert in experts:
        reviews.assign(tale.by(tale.officer), tale.reference, tale.play.person_id(expert))
    due_on = tale.play.calendar.day(days.reviewed + 14 * DAY).isoformat()
    tale.do(tale.officer, Action.OPEN_REVIEW, due_on=due_on)
    for rank, (expert, marks) in enumerate(zip(experts, story.marks, strict=True)):
        yield at(days.review + (1 + rank) * DAY, 14)
        reviews.accept(tale.by(expert), tale.reference)
        yield at(days.review + (5 + 2 * rank) * DAY, 16)
        if marks:
            write_review(tale, expert, marks)
    if story.opinion is not None:
        yield at(days.reviewed - 2 * DAY, 9)
        said = story.opinion
        opinions.give(tale.by(said.by), tale.reference, said.favourable, said.text)
    if tale.there():
        return
    yield at(days.reviewed, 9)
    if story.agreed:
        agree(tale, experts)
    tale.do(tale.officer, Action.CLOSE_REVIEW)


def experts_of(tale: Tale) -> tuple[str, ...]:
    """Who reviews this application: those named by the story, else the pool in turn."""
    story = tale.story
    pool = [one for one in tale.play.cast.experts(story.call) if one != story.interest]
    first = tale.rank % len(pool)
    return story.experts or tuple((pool[first:] + pool[:first])[: len(story.marks)])


def agree(tale: Tale, experts: tuple[str, ...]) -> None:
    """Record the marks on which the experts agreed, with what they say together."""
    given = _given(_grid(tale), tale.story.agreed)
    consensus.record(tale.by(tale.officer), tale.reference, _said(tale, given, "-".join(experts)))


def _grid(tale: Tale) -> ScoringFile:
    if tale.folder.grid is None:
        raise LookupError(f"{tale.story.call} has no grid")
    return tale.folder.grid


def _given(grid: ScoringFile, marks: str) -> dict[str, str]:
    return dict(zip([one.key for one in grid.criteria], marks.split(","), strict=True))


def _said(tale: Tale, given: dict[str, str], who: str) -> dict[str, dict[str, str]]:
    return {
        key: {"mark": mark, "justification": tale.play.sentence(tale.story, f"marks/{key}/{mark}", who)}
        for key, mark in given.items()
    }


def write_review(tale: Tale, expert: str, marks: str) -> None:
    """Mark every criterion with its justification, then hand the review in."""
    grid = _grid(tale)
    given = _given(grid, marks)
    best = sum((highest_mark(grid, one) for one in grid.criteria), Fraction(0))
    part = sum((Fraction(mark) for mark in given.values()), Fraction(0)) / best
    tone = "high" if part >= HIGH else "middle" if part >= LOW else "low"
    comment = tale.play.sentence(tale.story, f"comment/{tone}", expert)
    reviews.save(tale.by(expert), tale.reference, _said(tale, given, expert), comment)
    reviews.submit(tale.by(expert), tale.reference)


HIGH, LOW = 0.8, 0.55
