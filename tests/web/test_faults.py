"""The summary above a refused form is made of what its fields say, whatever the way in which each is drawn."""

import re
from collections.abc import Callable

import pytest
from jinja2 import Environment

from app.web.faults import Faults, at_fault, drawn
from app.web.templating import make_environment
from tests.words.rules_told import SPACES

IMPORTS = "{% import 'macros/forms.html' as forms %}{% from 'macros/budget.html' import budget_edit %}"
REQUIRED = "Cette réponse est obligatoire."


@pytest.fixture(scope="module")
def pages() -> Environment:
    return make_environment()


def content(pages: Environment, source: str) -> Callable[[], str]:
    return lambda: pages.from_string(IMPORTS + source).render(error=REQUIRED)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("{{ forms.text('a', 'Intitulé du projet', error=error) }}", "Intitulé du projet :"),
        ("{{ forms.textarea('b', 'Motifs', id='a', error=error, required=false) }}", "Motifs :"),
        ("{{ forms.number('a', 'Note', error=error, of='pour Accueil') }}", "Note pour Accueil :"),
        ("{{ forms.yes_no('a', 'Le lieu est-il ouvert ?', error=error) }}", "Le lieu est-il ouvert ?"),
        ("{{ forms.choice('a', 'Statut', [('x', 'X', 'Une aide')], error=error) }}", "Statut :"),
        ("{{ forms.choice('a', 'Ville', [(1, 'X')] * 8, error=error, of='du siège') }}", "Ville du siège :"),
        ("{{ forms.choices('a', 'Usages', [('x', 'X')], error=error) }}", "Usages :"),
        ("{{ forms.file('a', 'Choisir le fichier', error=error, of='Statuts') }}", "Statuts :"),
        ("{{ forms.declaration('a', 'J’accepte.', error=error, help='Lisez.') }}", "J’accepte :"),
        (
            "{{ budget_edit('a', 'Charges', [{'code': '64', 'label': 'Paie'}], 2, {}, {'a.64.2': error}) }}",
            "Paie, année 2, en euros :",
        ),
    ],
)
def test_a_line_begins_with_the_label_of_its_field_and_leads_to_it(
    pages: Environment, field: str, label: str
) -> None:
    anchor = "a.64.2" if "budget" in field else "a"
    page, [(target, line)] = drawn(content(pages, field), {anchor: REQUIRED})
    assert f'id="{anchor}"' in page
    assert target == anchor
    assert line.translate(SPACES).lower() == f"{label} {REQUIRED}".lower()


def test_lines_stand_in_the_order_of_the_page_after_what_no_field_can_put_right() -> None:
    def two_fields() -> str:
        return at_fault("first", "Un") + at_fault("second", "Deux")

    told: Faults = [("second", "Faux."), ("gone", "Plus tard."), ("first", "Faux.")]
    assert drawn(two_fields, told)[1] == [
        ("", "Plus tard."),
        ("first", "Un\u00a0: Faux."),
        ("second", "Deux\u00a0: Faux."),
    ]


def test_a_page_that_fails_leaves_nothing_to_the_next() -> None:
    def broken() -> str:
        raise LookupError(at_fault("a", "A"))

    with pytest.raises(LookupError):
        drawn(broken, {})
    assert at_fault("a", "A") == ""
    assert drawn(str, {"a": "Faux."}) == ("", [("", "Faux.")])


def test_the_layout_draws_the_summary_above_the_content_only_when_something_is_wrong(
    pages: Environment,
) -> None:
    template = pages.get_template("identity/ask.html")
    about = {
        "settings": {"authority_name": "R", "accessibility": "none"},
        "csrf": "x",
        "email": "",
        "goes_to": "/",
    }
    wrong = template.render(**about, errors={"email": REQUIRED})
    said = re.search(r'<li><a href="#(\w+)">([^<]*)</a></li>.*<h1>', wrong, re.DOTALL)
    assert said is not None
    assert said.groups() == ("email", "Votre adresse électronique\u00a0: cette réponse est obligatoire.")
    assert 'class="summary"' not in template.render(**about, errors={})
