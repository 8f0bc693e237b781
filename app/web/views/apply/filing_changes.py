"""What a completion changed, in words: each answer, amount, piece and declaration, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain import budget_form
from app.domain.answers import Raw
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import FormFile
from app.domain.completion import Change, Place, changes
from app.words.apply import forms as form_words
from app.words.labels import LEGAL_FORMS

ORGANISATION: Mapping[str, str] = {
    "name": "Nom de la structure",
    "siret": "SIRET",
    "rna": "RNA",
    "legal_form": "Forme juridique",
}
SIDES: Mapping[str, str] = {
    "expenses": "Charges",
    "income": "Produits",
    "in_kind_uses": "Ce à quoi servent les apports en nature",
    "in_kind_sources": "Apports en nature",
}
NOTHING = "rien"
COME = "ajouté"
GONE = "retiré"


@dataclass(frozen=True)
class Changed:
    """One line of the comparison."""

    what: str
    before: str
    after: str


def changed(
    folder: CallFolder, form: FormFile, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Changed, ...]:
    """The differences between the contents of two filings of this form, in the order of the form."""
    return lines_of(folder, form, _pieces_said(changes(before, after), before, after))


def lines_of(folder: CallFolder, form: FormFile, differing: Iterable[Change]) -> tuple[Changed, ...]:
    """These differences in words, in the order of the form."""
    labels = _labels(folder, form)
    order = {key: rank for rank, key in enumerate(labels)}
    found = sorted(differing, key=lambda one: order.get((one.place, _account(one)), len(order)))
    return tuple(_line(form, labels, one) for one in found)


def _pieces_said(
    found: Iterable[Change], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    """These differences, those of a piece as one: all its files before, all of them after, what became of each."""
    gone: defaultdict[str, list[str]] = defaultdict(list)
    come: defaultdict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.place is not Place.PIECE:
            yield one
        elif one.after:
            come[one.key].append(str(one.after))
        else:
            gone[one.key].append(str(one.before))
    for key in dict.fromkeys((*gone, *come)):
        was, now = (
            [one["name"] for one in content.get("pieces", ()) if one["piece"] == key]
            for content in (before, after)
        )
        yield Change(Place.PIECE, key, _files(was, gone[key], GONE), _files(now, come[key], COME))


def _files(names: Iterable[str], marked: Sequence[str], mark: str) -> str:
    """These names, ``mark`` after each of the ``marked``: of two files of one name, the last."""
    left, said = list(marked), []
    for name in reversed(list(names)):
        said.append(f"{name} ({mark})" if name in left else name)
        if name in left:
            left.remove(name)
    return ", ".join(reversed(said))


def _labels(folder: CallFolder, form: FormFile) -> dict[tuple[Place, str], str]:
    dossier = folder.dossier
    return {
        **{(Place.ANSWER, one.key): one.label for one in form.questions},
        **{
            (Place.BUDGET, f"{name}.{account.code}"): f"{SIDES[name]}, {account.label}"
            for name, accounts in budget_form.tables(dossier.budget)
            for account in accounts
        },
        **{(Place.PIECE, one.key): one.label for one in dossier.pieces},
        **{(Place.DECLARATION, one.key): one.text for one in dossier.declarations},
        **{(Place.ORGANISATION, key): label for key, label in ORGANISATION.items()},
    }


def _account(change: Change) -> str:
    """The key under which its label is found: a box of the budget is one year of an account."""
    return change.key.rpartition(".")[0] if change.place is Place.BUDGET else change.key


def _line(form: FormFile, labels: Mapping[tuple[Place, str], str], change: Change) -> Changed:
    what = labels.get((change.place, _account(change)), change.key)
    if change.place is Place.BUDGET:
        what = f"{what}, année {int(change.key.rpartition('.')[2]) + 1}"
    before, after = (_said(form, change, raw) for raw in (change.before, change.after))
    return Changed(what, before, after)


def _said(form: FormFile, change: Change, raw: Raw) -> str:
    question = form.question(change.key)
    if change.place is Place.ANSWER and question is not None:
        return form_words.said(question, raw)
    text = ", ".join(raw) if isinstance(raw, list) else raw.strip()
    if change.place is Place.DECLARATION:
        return "faite" if text else "non faite"
    if change.key == "legal_form":
        return LEGAL_FORMS.get(text, text)
    return text or NOTHING
