"""What a fault of a call says of the way out, in the figures and the signs that one must write."""

import pytest

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.faults import FileFault, Shape
from app.words.calls.faults import fault_sentence, folder_is_sound, remedy
from tests.domain.call_file.test_call_changes import CALL, CITIZENS


def said(code: str, read: str, **values: object) -> str:
    fault = FileFault("call.yaml", 3, 1, "", code, read, Shape.TEXT, values)
    return fault_sentence(fault).replace("\u202f", " ").replace("\u00a0", " ").partition("colonne 1 : ")[2]


@pytest.mark.parametrize(
    ("condition", "way_out"),
    [
        ("habitants >= 2 000", " ; écrivez 2000, sans espace"),
        ("habitants >= 12\u202f500\u00a0000", " ; écrivez 12500000, sans espace"),
        ("nature = 'x'", " ; « est égal à » s’écrit =="),
        ("nature == 'x' and a >= 2 and b <= 3 and c != 4", ""),
    ],
)
def test_a_condition_that_does_not_read_says_what_to_write(condition: str, way_out: str) -> None:
    assert remedy(condition) == way_out
    assert said(BreachCode.EXPRESSION, condition, refusal="expression_syntax") == (
        f"lu « {condition} » ; attendu : une condition juste : elle ne se lit pas à cet endroit{way_out}."
    ).replace("\u202f", " ").replace("\u00a0", " ")


def test_amounts_are_told_as_amounts() -> None:
    assert said(BreachCode.WAVES_ABOVE_ENVELOPE, "100000.00", sum="250000.00") == (
        "lu « 100 000 € » ; attendu : au moins la somme des enveloppes des vagues, 250 000 €."
    )
    assert "de la vague, 1 000,50 €." in said(BreachCode.POTS_ABOVE_ENVELOPE, "2000.00", most="1000.50")


def test_a_number_where_a_text_stands_is_shown_between_quotation_marks() -> None:
    assert said("string_type", "2027").endswith('comme "2027".')
    assert said("string_type", "true").endswith('comme "0557".')


def test_a_yes_that_should_count_is_told_how() -> None:
    assert said(BreachCode.YES_NO_COUNTED, "bonus").endswith("l’échelle de nombres min: 0, max: 1, step: 1.")


def test_the_waves_are_counted_in_french() -> None:
    counted = [folder_is_sound("x", one).replace("\u00a0", " ") for one in (CALL, CITIZENS)]
    assert ["vagues" in one for one in counted] == [len(one.call.waves) > 1 for one in (CALL, CITIZENS)]
    assert "vague(s)" not in "".join(counted)
