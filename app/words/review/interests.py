"""The natures of an interest that a person may declare, in words (CGCT, art. L. 2131-11; loi 2013-907, art. 2)."""

from collections.abc import Mapping

NATURES: Mapping[str, str] = {
    "member": "Je suis membre, salarié ou bénévole de la structure, ou d’un de ses partenaires",
    "mandate": "Je siège dans une de ses instances, ou j’y ai un mandat",
    "family": "Un proche y a un intérêt",
    "work": "J’ai travaillé à ce projet, ou je le conseille",
    "money": "J’ai un intérêt financier dans ce projet",
    "other": "Autre raison",
}
