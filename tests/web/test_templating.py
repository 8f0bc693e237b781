"""The environment of the pages, and the macros as they come out of it."""

import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError
from markupsafe import Markup, escape

from app.domain.call_file.kinds import KINDS, QuestionKind, Setting
from app.domain.workflow import Stage
from app.web.templating import FILTERS, TEMPLATES, make_environment, static_url

FORMS = "{% import 'macros/forms.html' as forms %}"
ROAD = "{% from 'macros/road.html' import road, road_compact %}"
QUESTION = "{% from 'macros/question.html' import question %}"


@pytest.fixture(scope="module")
def pages() -> Environment:
    return make_environment()


def draw(pages: Environment, source: str, **values: Any) -> str:
    return pages.from_string(source).render(values)


def test_an_unknown_name_is_an_error(pages: Environment) -> None:
    with pytest.raises(UndefinedError):
        draw(pages, "{{ nobody }}")


def test_what_people_type_is_escaped(pages: Environment) -> None:
    page = draw(pages, FORMS + "{{ forms.text('a', 'b', value) }}", value='"><script>')
    assert 'value="&#34;&gt;&lt;script&gt;"' in page


VALUES: dict[str, object] = {
    "a text": "La Grange n° 3",
    "the five signs": "<a href='x' title=\"y\">&",
    "what is HTML already": Markup("<b>&amp;</b>"),
    "a number": 12,
    "a part of a number": -0.5,
    "a decimal": Decimal("3.50"),
    "nothing": None,
    "yes": True,
    "a stage": Stage.IN_REVIEW,
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_a_page_writes_a_value_as_markupsafe_escapes_it(pages: Environment, value: object) -> None:
    assert draw(pages, "{{ value }}", value=value) == str(escape(value))


def test_what_was_typed_is_given_back_even_when_wrong(pages: Environment) -> None:
    page = draw(pages, FORMS + "{{ forms.money('aide', 'Aide', 'beaucoup', error='Écrivez un montant.') }}")
    assert 'value="beaucoup"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="aide-erreur aide-unite"' in page


def test_a_text_keeps_its_first_line_when_empty(pages: Environment) -> None:
    page = draw(pages, FORMS + "{{ forms.textarea('a', 'b', '\n\nfin', max_words=1200) }}")
    assert "\n\n\nfin</textarea>" in page
    assert 'data-max-words="1200"' in page


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_kind_of_question_has_its_label_and_its_error(pages: Environment, kind: QuestionKind) -> None:
    options = (Thing(key="a", label="A"),) if KINDS[kind].setting is Setting.OPTIONS else ()
    q = Thing(key="k", kind=kind, label="Question", options=options, help="Aide")
    page = draw(pages, QUESTION + "{{ question(q, '', 'Faux') }}", q=q)
    named = re.findall(r'name="([^"]+)"', page)
    assert set(named) == {"k"}
    assert 'id="k"' in page
    assert 'id="k-erreur"' in page
    assert 'id="k-aide"' in page
    assert ("<legend>" in page) == (kind in {"yes_no", "choice", "choices"})


def test_an_optional_question_says_so_in_words(pages: Environment) -> None:
    q = Thing(key="k", kind="text", label="Question", options=(), help="", required=False)
    assert "(facultatif)" in draw(pages, QUESTION + "{{ question(q) }}", q=q)


@pytest.mark.parametrize(("count", "control"), [(7, "<fieldset"), (8, "<select")])
def test_a_long_choice_is_a_list(pages: Environment, count: int, control: str) -> None:
    options = [(str(n), f"Choix {n}") for n in range(count)]
    assert control in draw(pages, FORMS + "{{ forms.choice('c', 'C', options, 3) }}", options=options)


@pytest.mark.parametrize("value", [True, "yes"])
def test_yes_is_ticked_from_a_boolean_or_a_word(pages: Environment, value: object) -> None:
    page = draw(pages, FORMS + "{{ forms.yes_no('o', 'Ouvert', value) }}", value=value)
    assert re.findall(r'value="(\w+)" checked', page) == ["yes"]


def test_the_form_carries_its_token_once(pages: Environment) -> None:
    page = draw(pages, FORMS + "{{ forms.form_open('/x', 'jeton') }}{{ forms.form_close() }}")
    assert page.count('name="csrf" value="jeton"') == 1
    assert "csrf" not in draw(pages, FORMS + "{{ forms.form_open('/x', 'jeton', method='get') }}")


def test_the_summary_leads_to_each_field(pages: Environment) -> None:
    page = draw(pages, FORMS + "{{ forms.error_summary([('a', 'Un'), ('b', 'Deux')]) }}")
    assert re.findall(r'href="(#\w+)"', page) == ["#a", "#b"]
    assert "2 réponses sont à corriger" in page


def test_the_road_says_each_state_in_words(pages: Environment) -> None:
    states = ("done", "now", "todo", "stopped")
    steps = [Thing(label=s, state=s, when="", who="") for s in states]
    page = draw(pages, ROAD + "{{ road(steps, true) }}", steps=steps)
    assert re.findall(r'class="hidden">([^<]+)<', page) == ["fait", "en cours", "à venir", "arrêté"]
    assert page.count('aria-current="step"') == 1
    assert page.count("à vous") == 1


def test_the_compact_road_says_where_it_stands(pages: Environment) -> None:
    steps = [Thing(label=s, state=s) for s in ("done", "now", "todo")]
    assert "étape 2 sur 3" in draw(pages, ROAD + "{{ road_compact(steps) }}", steps=steps)
    assert "Terminé" in draw(pages, ROAD + "{{ road_compact(steps) }}", steps=steps[:1])


def test_every_filter_that_a_template_names_exists(pages: Environment) -> None:
    for template in TEMPLATES.rglob("*.html"):
        if "pdf" not in template.relative_to(TEMPLATES).parts:
            pages.get_template(str(template.relative_to(TEMPLATES)))
    assert set(FILTERS) <= set(pages.filters)


@pytest.mark.parametrize("number", ["403", "404", "409", "422", "429", "500", "503"])
def test_an_error_page_needs_nothing_but_itself(pages: Environment, number: str) -> None:
    page = pages.get_template(f"errors/{number}.html").render(
        settings=Thing(authority_name="Région", accessibility="none")
    )
    assert f'<p class="number">{number}</p>' in page
    assert page.count("<h1>") == 1


def test_static_addresses_change_with_the_file() -> None:
    assert re.fullmatch(r"/static/mark\.svg\?v=[0-9a-f]{8}", static_url("mark.svg"))
    with pytest.raises(FileNotFoundError):
        static_url("absent.css")


def test_compiled_templates_may_be_kept(tmp_path: Path) -> None:
    pages = make_environment(bytecode=tmp_path / "jinja")
    pages.get_template("macros/page.html")
    assert any((tmp_path / "jinja").iterdir())


def test_the_bars_of_a_list_hold_in_their_plot_where_each_pot_counts_what_it_gave(pages: Environment) -> None:
    rows = [
        Thing(
            rank=at,
            href="",
            title="A",
            mark=None,
            gap=None,
            note="",
            inside=True,
            amount=cents,
            cumulative=down,
        )
        for at, (cents, down) in enumerate([(3000, 3000), (2000, 5000), (1000, 1000)], start=1)
    ]
    page = draw(pages, "{% from 'macros/tables.html' import ranking %}{{ ranking(rows) }}", rows=rows)
    drawn = re.findall(r'class="own" x="([\d.]+)" y="3" width="([\d.]+)"', page)
    assert drawn == [("0.0", "144.0"), ("144.0", "96.0"), ("0.0", "48.0")]
