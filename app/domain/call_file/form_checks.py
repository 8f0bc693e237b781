"""What a letter and a dossier must agree on, inside and between them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from app.domain.call_file.aid import AidRule
from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.conditions import condition_breach
from app.domain.call_file.forms import (
    COMMUNE,
    TERRITORY,
    TITLE,
    BudgetRules,
    DossierFile,
    FormFile,
    LetterFile,
    Question,
)
from app.domain.call_file.kinds import KINDS, QuestionKind, Setting
from app.domain.call_file.names import RESERVED_NAMES, Names
from app.domain.call_file.zero_checks import formula_breaches
from app.domain.expressions import RESERVED, Kind, read_expression
from app.domain.money import plain_euros

PAGES_OF_FORMS: Final = frozenset({"budget", "pieces", "verifier"})
"""The last words of the addresses of a form that are no section: no section may be called so."""

_ROLES: Final = {
    TITLE: QuestionKind.TEXT,
    COMMUNE: QuestionKind.COMMUNE,
    TERRITORY: QuestionKind.CHOICE,
}


def repeated(file: str, at: Path, keys: Iterable[str], leaf: Path = ("key",)) -> Iterator[Breach]:
    """Every key that an earlier one of the same list already has."""
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield Breach(file, (*at, index, *leaf), BreachCode.KEY_TWICE, key)
        seen.add(key)


def form_breaches(letter: LetterFile | None, dossier: DossierFile | None, complete: bool) -> Iterator[Breach]:
    """The faults of both forms. `complete`: all the forms could be read, so that every name is known."""
    asked_first = letter.questions if letter else ()
    if letter:
        yield from _questions(letter, "letter", Names.of(asked_first), complete)
    if dossier:
        names = Names.of((*asked_first, *dossier.questions))
        yield from _questions(dossier, "dossier", names, complete)
        yield from _same_kinds(asked_first, dossier)
        yield from _attachments(dossier, names.with_budget(), complete)
        yield from _budget(dossier.budget, names.with_budget(), complete)
    first = letter or dossier
    if first and complete and first.question(TITLE) is None:
        yield Breach("letter" if letter else "dossier", ("sections",), BreachCode.TITLE_MISSING, "")


def _walk(form: FormFile) -> Iterator[tuple[Path, Question]]:
    for place, section in enumerate(form.sections):
        for index, question in enumerate(section.questions):
            yield ("sections", place, "questions", index), question


def _questions(form: FormFile, file: str, names: Names, complete: bool) -> Iterator[Breach]:
    yield from repeated(file, ("sections",), (section.key for section in form.sections))
    for place, section in enumerate(form.sections):
        if section.key in PAGES_OF_FORMS:
            yield Breach(file, ("sections", place, "key"), BreachCode.SECTION_RESERVED, section.key)
    seen: set[str] = set()
    for path, question in _walk(form):
        key = question.key
        if key in seen:
            yield Breach(file, (*path, "key"), BreachCode.KEY_TWICE, key)
        seen.add(key)
        if key in RESERVED or key in RESERVED_NAMES:
            yield Breach(file, (*path, "key"), BreachCode.KEY_RESERVED, key)
        yield from _shape(file, path, question)
        if complete:
            yield from formula_breaches(file, (*path, "when"), question.when, names.without(key))
    if complete:
        yield from _rings(form, file, names)


def _rings(form: FormFile, file: str, names: Names) -> Iterator[Breach]:
    """The questions that wait for themselves, through those that their condition reads: they are never asked."""
    waits: dict[str, frozenset[str]] = {}
    for _, question in _walk(form):
        if question.when is not None and not any(condition_breach(file, (), question.when, names)):
            waits[question.key] = read_expression(question.when, names.kinds, Kind.BOOL, names.options).names
    for path, question in _walk(form):
        met: set[str] = set()
        coming = set(waits.get(question.key, ()))
        while coming:
            met |= coming
            coming = {after for one in coming for after in waits.get(one, ())} - met
        if question.key in met:
            yield Breach(file, (*path, "when"), BreachCode.WHEN_RING, question.when or "")


def _shape(file: str, path: Path, question: Question) -> Iterator[Breach]:
    kind = question.kind
    role = _ROLES.get(question.key, kind)
    if kind is not role:
        yield Breach(file, (*path, "kind"), BreachCode.KIND_DIFFERS, kind, {"expected": role})
    setting = KINDS[kind].setting
    if setting is Setting.OPTIONS and len(question.options) < 2:
        yield Breach(file, path, BreachCode.OPTIONS_MISSING, str(len(question.options)))
    if setting is not Setting.OPTIONS and question.options:
        yield Breach(file, (*path, "options"), BreachCode.OPTIONS_IDLE, kind)
    yield from repeated(file, (*path, "options"), (option.key for option in question.options))
    if question.max_words is not None and setting is not Setting.WORDS:
        yield Breach(file, (*path, "max_words"), BreachCode.WORDS_IDLE, kind)
    for bound in ("min", "max"):
        if getattr(question, bound) is not None and setting is not Setting.BOUNDS:
            yield Breach(file, (*path, bound), BreachCode.BOUNDS_IDLE, kind)
    if question.public and not KINDS[kind].publishable:
        yield Breach(file, (*path, "public"), BreachCode.KIND_PRIVATE, kind)
    if question.max is not None and question.least > question.max:
        said = {"min": str(question.least)}
        yield Breach(file, (*path, "max"), BreachCode.BOUNDS, str(question.max), said)


def _same_kinds(asked_first: Sequence[Question], dossier: DossierFile) -> Iterator[Breach]:
    kinds = {question.key: question.kind for question in asked_first}
    for path, question in _walk(dossier):
        before = kinds.get(question.key, question.kind)
        if before is not question.kind and question.key not in _ROLES:
            said = {"expected": before}
            yield Breach("dossier", (*path, "kind"), BreachCode.KIND_DIFFERS, question.kind, said)


def _attachments(dossier: DossierFile, names: Names, complete: bool) -> Iterator[Breach]:
    yield from repeated("dossier", ("pieces",), (piece.key for piece in dossier.pieces))
    yield from repeated("dossier", ("declarations",), (one.key for one in dossier.declarations))
    conditions = (
        *((("pieces", index, "when"), piece.when) for index, piece in enumerate(dossier.pieces)),
        *((("declarations", index, "when"), one.when) for index, one in enumerate(dossier.declarations)),
    )
    for path, text in conditions if complete else ():
        yield from formula_breaches("dossier", path, text, names)


def _budget(budget: BudgetRules, names: Names, complete: bool) -> Iterator[Breach]:
    tables = {
        "expense_accounts": budget.expense_accounts,
        "income_accounts": budget.income_accounts,
        "in_kind_uses": budget.in_kind_uses,
        "in_kind_sources": budget.in_kind_sources,
    }
    for name, accounts in tables.items():
        yield from repeated("dossier", ("budget", name), (account.code for account in accounts), ("code",))
    income = {account.code for account in budget.income_accounts}
    if budget.authority_account not in income:
        path: Path = ("budget", "authority_account")
        said = {"among": ", ".join(sorted(income))}
        yield Breach("dossier", path, BreachCode.UNKNOWN_KEY, budget.authority_account, said)
    yield from aid_breaches("dossier", ("budget", "aid"), budget.aid, names if complete else None)


def aid_breaches(file: str, at: Path, aid: AidRule, names: Names | None) -> Iterator[Breach]:
    """The faults of a rule of aid; `names`: those that its conditions may use, None when they are not known."""
    unconditional = False
    for index, line in enumerate(aid.rates):
        path = (*at, "rates", index)
        if unconditional:
            yield Breach(file, path, BreachCode.RATE_UNREACHABLE, line.label)
        unconditional = unconditional or line.when is None
        if names is not None:
            before = [one.when for one in aid.rates[:index]]
            yield from formula_breaches(file, (*path, "when"), line.when, names, before=before)
    if aid.minimum is not None and aid.most is not None and aid.minimum > aid.most:
        said = {"most": plain_euros(aid.most)}
        yield Breach(file, (*at, "minimum"), BreachCode.MINIMUM_ABOVE_CEILING, plain_euros(aid.minimum), said)
    if aid.activity_ceiling is not None and names is not None:
        path = (*at, "activity_ceiling", "of")
        yield from formula_breaches(file, path, aid.activity_ceiling.of, names, Kind.NUMBER)
