"""The natures of an interest that a person may declare, in words (CGCT, art. L. 2131-11; loi 2013-907, art. 2)."""

from collections.abc import Mapping

from app.domain.interests import Nature

NATURES: Mapping[str, str] = {
    Nature.MEMBER: "Je suis membre, salarié ou bénévole de la structure, ou d’un de ses partenaires",
    Nature.MANDATE: "Je siège dans une de ses instances, ou j’y ai un mandat",
    Nature.FAMILY: "Un proche y a un intérêt",
    Nature.WORK: "J’ai travaillé à ce projet, ou je le conseille",
    Nature.MONEY: "J’ai un intérêt financier dans ce projet",
    Nature.OTHER: "Autre raison",
}
