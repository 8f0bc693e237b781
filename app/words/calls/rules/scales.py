"""The scale of a criterion: what a mark may be, and what each one means."""

from app.domain.call_file.grid.scales import Scale
from app.domain.documents.rules import Block
from app.words.calls.rules.blocks import listed, said, table
from app.words.formats import number


def scale_words(scale: Scale) -> str:
    """In a few words, for a table: « 0 à 4 par 0,5 », « 3 niveaux », « oui ou non »."""
    if scale.is_numeric:
        step = "" if scale.step in (None, 1) else f" par {number(scale.step or 1)}"
        return f"de {number(scale.lowest)} à {number(scale.highest)}{step}"
    if scale.kind == "levels":
        return f"{number(len(scale.steps))} niveaux"
    return " ou ".join(level.label for level in reversed(scale.steps))


def scale_blocks(scale: Scale, caption: str) -> tuple[Block, ...]:
    """The sentence of the scale, and its anchors when the file gives some."""
    if scale.is_numeric:
        head = f"La note va de {number(scale.lowest)} à {number(scale.highest)}, par pas de {number(scale.step or 1)}."
    elif scale.kind == "levels":
        head = f"La note est l’un de {number(len(scale.steps))} niveaux, du plus faible au plus fort."
    else:
        head = f"La réponse est {scale_words(scale)}."
    if scale.lower_is_better:
        head += " L’échelle est inversée : la note la plus basse est la meilleure."
    if scale.cannot_assess:
        head += " L’expert peut aussi répondre qu’il ne peut pas se prononcer."
    return (said(head), *_anchors(scale, caption))


def _anchors(scale: Scale, caption: str) -> tuple[Block, ...]:
    if scale.is_numeric:
        rows = [
            (
                f"{number(one.value)} à {number(one.to)}" if one.to is not None else number(one.value),
                one.label,
                one.help,
            )
            for one in scale.labels
        ]
        heads = [("Note", False), ("Mot", False), ("Ce que cela veut dire", False)]
    elif scale.is_counted:
        rows = [
            (level.label, number(value), level.help)
            for level, value in zip(scale.steps, scale.values, strict=True)
        ]
        heads = [("Niveau", False), ("Valeur", True), ("Ce que cela veut dire", False)]
    elif scale.kind != "levels" and not any(level.help for level in scale.steps):
        return ()
    else:
        return (
            listed([f"{level.label} : {level.help}" if level.help else level.label for level in scale.steps]),
        )
    if not rows:
        return ()
    wide = 3 if any(row[2] for row in rows) else 2
    return (table(caption, heads[:wide], [row[:wide] for row in rows]),)
