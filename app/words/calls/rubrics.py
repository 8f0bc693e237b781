"""The lines of each file of a call as tables, for who writes one: nature, required or not, meaning, an example.

Made from the models, their descriptions and what real calls say (`criteria/rubriques.md`); a test compares.
"""

import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from app.domain.call_file import sheet
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import Question
from app.domain.call_file.grid.computed import Formula
from app.domain.call_file.grid.ranking import Order
from app.domain.call_file.grid.rules import Threshold
from app.domain.call_file.grid.scales import Mark
from app.domain.call_file.kinds import KINDS
from app.domain.call_file.sheet import Sheet
from app.words import formats
from app.words.calls.kinds import KIND_WORDS
from app.words.calls.schema import DESCRIPTIONS, description
from app.words.typography import typo

_LONGEST: Final = 60
_KINDS: Final[tuple[tuple[str, Any], ...]] = (
    ("clé", sheet.Key),
    ("texte court", sheet.ShortText),
    ("texte", sheet.LongText),
    ("texte", sheet.OptionalText),
    ("condition", sheet.Condition),
    ("adresse électronique", sheet.Email),
    ("SIRET", sheet.Siret),
    ("adresse web", sheet.Url),
    ("montant", sheet.Cents),
    ("note", Mark),
    ("nombre", sheet.Number),
    ("part, de 0 à 1", sheet.Share),
    ("entier", sheet.Whole),
    ("true ou false", sheet.Flag),
    ("jour", sheet.Day),
    ("jour et heure", sheet.Moment),
    ("ordre", Order),
    ("seuil", Threshold),
    ("note ou calcul", Formula),
)
_OTHERWISE: Final[Mapping[str, str]] = {
    "liste (texte)": "`[Un premier point, un second]`",
    "condition": "`nature == 'creation'`",
    "montant": "`50 000 €`",
    "nombre": "`2.5`",
    "entier": "`2`",
    "part, de 0 à 1": "`0.3`",
    "true ou false": "`true`",
    "adresse web": "`https://region.example/reglement`",
    "seuil": '`"70 %"`',
    "ordre": "`filed_at`",
    "liste (ordre)": "`[filed_at]`",
    "clé": "`zone`",
    "liste (texte court)": "`[Un premier point, un second]`",
    "liste (clé)": "`[emploi]`",
    "ensemble clé : valeur": "`{ emploi: 3 }`",
}
"""The examples of lines that no real call writes, by nature."""

_NATURES: Final[Mapping[str, str]] = {"ActivityCeiling.of": "montant, ou calcul en euros"}
"""What is written as a condition is written, and is none."""

_OWN: Final[Mapping[str, str]] = {
    "ActivityCeiling.of": "`budget_annuel`",
    "Signatory.name": "`Camille Exemple`",
    "AccountLine.help": '`"Le petit matériel, jusqu’à 500 € pièce."`',
    "GridGroup.help": "`Ce que le projet apporte à ceux qui en ont besoin.`",
    "Level.help": "`La qualité est présente et crédible.`",
    "Part.description": "`Le calendrier tient-il dans la durée de la convention ?`",
    "KnockOut.label": "`Une dette n’est pas réglée`",
}
"""The examples of other lines that no real call writes."""

_PLAIN: Final = {str: "texte court", int: "entier", bool: "true ou false", Decimal: "nombre", date: "jour"}
_CODE: Final = re.compile(r"(`[^`]*`)")
_QUOTED: Final = re.compile(r"^[\d\W]|[:,] |^(true|false|null)$")
_HEAD: Final = (
    "| rubrique | nature | obligatoire, ou sinon | ce que c’est | exemple |\n| --- | --- | --- | --- | --- |"
)
_TITLE: Final = """# Les rubriques de chaque fichier

Toutes les rubriques qu’un appel peut avoir, fichier par fichier. Les exemples viennent d’appels et de grilles réels ;
celui qui finit par « … » est abrégé.
Une rubrique « obligatoire » l’est dans son bloc : un bloc facultatif que l’on n’écrit pas ne demande rien. Pour les
autres, la colonne dit ce qui vaut quand on ne les écrit pas. Comment s’en servir : [Écrire un appel](README.md).

À côté d’une grille seule, `ranking.yaml` a les rubriques de `ranking`, décrites avec `committee.yaml`.

Cette page est produite par `maillage docs` ; on ne la modifie pas à la main.
"""


def rubrics(real: Iterable[Sheet]) -> str:
    """The whole page; `real`: calls and grids from which the examples are taken."""
    examples = _examples(real)
    parts = [_TITLE]
    places = _places()
    for model, (file, name) in places.items():
        title = f"### {file}, `{name}`\n" if name else f"## {file}\n"
        parts += [title, *_block(model, examples, places)]
        if model is Question:
            parts += _kinds()
    return typo_table("\n".join(parts))


def _kinds() -> Iterator[str]:
    """The table of the kinds of answers."""
    yield "Les natures de réponse (`kind`) :\n"
    yield "| nature | ce que c’est | publiable | exemple |\n| --- | --- | --- | --- |"
    for kind, words in KIND_WORDS.items():
        record = KINDS[kind]
        example = f"`{record.example}`" if record.example else "la clé d’une option"
        yield f"| `{kind.value}` | {words.named} | {'oui' if record.publishable else 'jamais'} | {example} |"
    yield ""


_Places = Mapping[type[Sheet], tuple[str, str]]
"""Where each block is described: its file, and the line that holds it; "" for the file itself."""


def _places() -> _Places:
    """In the order of the page: a file, then the blocks inside it that no earlier one has."""
    found: dict[type[Sheet], tuple[str, str]] = {}

    def walk(model: type[Sheet], file: str, name: str) -> None:
        found[model] = file, name
        hints = get_type_hints(model, include_extras=True)
        for line in model.model_fields:
            inside = block_of(hints[line])
            if inside is not None and inside not in found:
                walk(inside, file, line)

    for name, hint in get_type_hints(CallFolder, include_extras=True).items():
        model = block_of(hint) if name in CallFolder.model_fields else None
        if model is not None:
            walk(model, f"{name}.yaml", "")
    return found


def typo_table(text: str) -> str:
    """French spaces outside of code."""
    return "".join(part if part.startswith("`") else typo(part) for part in _CODE.split(text))


def _block(model: type[Sheet], examples: Mapping[str, str], places: _Places) -> Iterator[str]:
    """The table of a block; a line that holds another block leads to its table."""
    yield f"{DESCRIPTIONS[model.__name__]}\n"
    yield _HEAD
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        line = f"{model.__name__}.{name}"
        found, nature = block_of(hints[name]), _NATURES.get(line) or _nature(hints[name])
        example = examples.get(line, "") or _OWN.get(line, "") or _otherwise(nature)
        cells = (
            f"`{name}`",
            nature,
            _default(field),
            description(model.__name__, name),
            example if found is None else _link(*places[found]),
        )
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield ""


def _link(file: str, name: str) -> str:
    return f"voir [{file}, `{name}`](#{file.replace('.', '')}-{name})"


def _otherwise(nature: str) -> str:
    """An example of that nature: of a choice between words, the last."""
    return _OTHERWISE.get(nature, nature.rpartition(", ")[2] if nature.startswith("`") else "")


def block_of(hint: Any) -> type[Sheet] | None:
    """The block that a line holds, or a list of which it holds."""
    if isinstance(hint, type) and issubclass(hint, Sheet):
        return hint
    return next((found for one in get_args(hint) if (found := block_of(one)) is not None), None)


def _nature(hint: Any) -> str:
    if block_of(hint) is not None:
        return "liste de blocs" if _is_list(hint) else "bloc"
    for words, known in _KINDS:
        if _is_kind(hint, known):
            return words
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " ou ".join(dict.fromkeys(_nature(one) for one in args if one is not types.NoneType))
    if origin is Literal:
        return ", ".join(f"`{getattr(one, 'value', one)}`" for one in args)
    if origin is tuple:
        return f"liste ({_nature(args[0])})"
    if origin is dict:
        return "ensemble clé : valeur"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ", ".join(f"`{one.value}`" for one in hint)
    return _PLAIN.get(hint, _nature(args[0]) if args else "texte court")


def _is_kind(hint: Any, known: Any) -> bool:
    """Is it this alias, perhaps with more bounds?"""
    wanted, given = getattr(known, "__metadata__", ()), getattr(hint, "__metadata__", ())
    return bool(wanted) and get_args(hint)[:1] == get_args(known)[:1] and given[: len(wanted)] == wanted


def _is_list(hint: Any) -> bool:
    return get_origin(hint) is tuple or any(map(_is_list, get_args(hint)))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "obligatoire"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Sheet) or value in (None, "", (), {}):
        return "facultatif"
    return _written(value)


def _examples(real: Iterable[Sheet]) -> dict[str, str]:
    """For each line, the shortest thing that a real call writes there, the first of equals; else how a text begins."""
    found: dict[str, str] = {}
    begun: dict[str, str] = {}
    for one in real:
        for line, value in _lines(one):
            text = _written(value)
            if text and len(text) <= _LONGEST:
                if len(text) < len(found.get(line, " " * 99)):
                    found[line] = text
            elif isinstance(value, str):
                begun.setdefault(line, _written(f"{value.splitlines()[0][:_LONGEST].rpartition(' ')[0]} …"))
    return {**begun, **found}


def _lines(value: Any) -> Iterator[tuple[str, Any]]:
    for name in type(value).model_fields if isinstance(value, Sheet) else ():
        own = getattr(value, name) if name in value.model_fields_set else None
        if isinstance(own, Sheet):
            yield from _lines(own)
        elif isinstance(own, tuple) and own and isinstance(own[0], Sheet):
            for one in own:
                yield from _lines(one)
        elif own not in (None, "", ()):
            hint = get_type_hints(type(value), include_extras=True)[name]
            yield f"{type(value).__name__}.{name}", _Cents(own) if "montant" in _nature(hint) else own


class _Cents(int):
    """An amount, to be written in euros."""


def _written(value: Any) -> str:
    """A value as an officer types it, in code; nothing for a text of several lines."""
    text = _WRITERS.get(type(value), _text)(value)
    return f"`{text}`" if text and "\n" not in text else ""


def _text(value: Any) -> str:
    if isinstance(value, StrEnum):
        return value.value
    text = str(value)
    return f'"{text}"' if _QUOTED.search(text) else text


_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    _Cents: lambda value: formats.money_short(value).replace("\u202f", " ").replace("\u00a0", " "),
    bool: lambda value: "true" if value else "false",
    int: str,
    Decimal: lambda value: f"{value.normalize() + 0:f}",
    datetime: lambda value: f"{formats.local(value):%Y-%m-%d %H:%M}",
    date: lambda value: value.isoformat(),
    tuple: lambda value: f"[{', '.join(_text(one) for one in value)}]",
    dict: lambda value: "{ " + ", ".join(f"{key}: {one}" for key, one in value.items()) + " }",
}
