"""Each line of the summary of a form names its field, whatever the way in which the field is labelled."""

import re

import pytest
from jinja2 import Environment

from app.web.summaries import named_lines
from app.web.templating import make_environment

FORMS = "{% import 'macros/forms.html' as forms %}"


@pytest.fixture(scope="module")
def pages() -> Environment:
    return make_environment()


def lines(pages: Environment, sentence: str, field: str) -> list[str]:
    """What the summary says of a field that is drawn below it."""
    summary = "{{ forms.error_summary([('a', sentence)]) }}"
    source = FORMS + "{% filter named_lines %}" + summary + field + "{% endfilter %}"
    page = pages.from_string(source).render(sentence=sentence)
    return re.findall(r'<li>(?:<a href="#a">)?(.*?)(?:</a>)?</li>', page)


REQUIRED = "Cette réponse est obligatoire."
FIELDS = [
    (
        "{{ forms.text('a', 'Intitulé du projet') }}",
        "Intitulé du projet\u00a0: cette réponse est obligatoire.",
    ),
    (
        "{{ forms.textarea('b', 'Motifs', id='a', required=false) }}",
        "Motifs\u00a0: cette réponse est obligatoire.",
    ),
    (
        "{{ forms.yes_no('a', 'Le lieu est-il ouvert ?') }}",
        "Le lieu est-il ouvert\u202f? Cette réponse est obligatoire.",
    ),
    (
        "{{ forms.choice('a', 'Statut', [('x', 'X', 'Une aide')]) }}",
        "Statut\u00a0: cette réponse est obligatoire.",
    ),
    (
        "{{ forms.declaration('a', 'J’accepte.', help='Lisez.') }}",
        "J’accepte\u00a0: cette réponse est obligatoire.",
    ),
    (
        '<input class="figure" id="a" name="a" aria-label="Salaires, en euros">',
        "Salaires, en euros\u00a0: cette réponse est obligatoire.",
    ),
    ("{{ forms.text('b', 'Autre') }}", REQUIRED),
]


@pytest.mark.parametrize(("field", "told"), FIELDS)
def test_a_line_begins_with_the_label_of_its_field(pages: Environment, field: str, told: str) -> None:
    assert lines(pages, REQUIRED, field) == [told]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("12 est trop grand.", "Note\u00a0: 12 est trop grand."),
        ("Inès Caron a modifié ce texte.", "Note\u00a0: Inès Caron a modifié ce texte."),
        ("Répondez à «\u00a0Note\u00a0».", "Répondez à «\u00a0Note\u00a0»."),
        ("Répondez à «\u00a0ot\u00a0».", "Répondez à «\u00a0ot\u00a0»."),
        ("«\u00a0dix\u00a0» n’est pas un nombre.", "Note\u00a0: «\u00a0dix\u00a0» n’est pas un nombre."),
        ("Note\u00a0: choisissez.", "Note\u00a0: choisissez."),
        ("a < b & \\1", "Note\u00a0: a &lt; b &amp; \\1"),
    ],
)
def test_what_is_no_general_word_keeps_its_capital_and_nothing_is_named_twice(
    pages: Environment, sentence: str, told: str
) -> None:
    assert lines(pages, sentence, "{{ forms.text('a', 'Note') }}") == [told]


def test_a_page_without_a_summary_is_left_alone() -> None:
    page = '<p>Rien</p><label for="a">A</label>'
    assert named_lines(page) == page
