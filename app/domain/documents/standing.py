"""Whether a document is one: a draft says in its title and on each page that it is not."""

from enum import StrEnum


class Standing(StrEnum):
    """What a paper is: not yet a document, the document, or a part of it for who may not know the rest."""

    DRAFT = "draft"
    FROZEN = "frozen"
    EXTRACT = "extract"
