"""Corners of the rules that no ordinary call reaches: each has its answer too."""

from decimal import Decimal
from types import SimpleNamespace as Thing
from typing import Any

import numpy as np
import pytest

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.form_checks import _shape
from app.domain.call_file.forms import Question, QuestionKind
from app.domain.call_file.grid.rules import ScoreRounding
from app.domain.call_file.grid.zero_checks import _least, _tree
from app.domain.call_file.names import Names
from app.domain.documents.budget import BudgetLine, FinancingPlan
from app.domain.expression_values import ExpressionError, ExpressionRefusal, Kind
from app.domain.expressions import read_expression
from app.domain.ranking.explain import _figures
from app.domain.ranking.passing import _but_own
from app.domain.scoring.computing import computed_mark
from app.domain.scoring.conditions import ConditionError, held
from app.domain.scoring.joining import _roots
from app.domain.sniffing import takes_photographs


class Broken:
    """A condition that is wrong whatever the answers."""

    text = "x"

    def holds(self, _known: Any) -> bool:
        raise ExpressionError(ExpressionRefusal.WRONG_KIND)


def test_a_mark_whose_condition_is_wrong_stops_the_list_and_says_which() -> None:
    one: Any = Thing(scale=None, computed=[Thing(when="c", mark="1")])
    conditions: Any = Thing(read={"c": Broken()}, marks={})
    with pytest.raises(ConditionError):
        computed_mark(one, {}, conditions)


def test_a_condition_that_cannot_be_computed_is_not_held_even_where_nobody_asks_why() -> None:
    divided = read_expression("1 / x > 0", {"x": Kind.NUMBER}, Kind.BOOL)
    assert held(divided, [{"x": Decimal(0)}, {"x": Decimal(2)}], 2).tolist() == [False, True]


def test_the_root_of_one_product_serves_all_who_have_it() -> None:
    marks, starts = np.array([4, 9, 4, 9]), np.array([0, 2])
    assert _roots(ScoreRounding(decimals=0), marks, starts, 1) == [6, 6]


def test_where_one_alone_has_reviews_the_others_have_none() -> None:
    assert len(_but_own(np.array([5]), np.array([1]), 1, largest=False)) == 1


def test_a_figure_is_told_for_those_who_have_it_only() -> None:
    beside: Any = Thing(by="z", scores={"B": Decimal(1)}, ranks={})
    scored: Any = Thing()
    assert list(_figures(scored, "A", [beside])) == []


def test_a_product_of_what_is_never_below_zero_is_never_below_zero() -> None:
    names = Names.of(())
    assert _least(_tree("2 * 3"), names) == 6
    assert _least(_tree("2 + 3"), names) == 5


def test_an_address_declared_public_is_told() -> None:
    question = Question(key="courriel", label="Courriel", kind=QuestionKind.EMAIL, public=True)
    assert BreachCode.KIND_PRIVATE in {one.code for one in _shape("dossier", (), question)}


def test_what_counts_in_the_basis_of_the_aid_is_added_alone() -> None:
    lines = tuple(
        BudgetLine(label="Achats", cents=cents, eligible=counts)
        for cents, counts in ((100, True), (50, False))
    )
    assert FinancingPlan(lines, ()).eligible_cents == 100


def test_a_photograph_may_become_a_page_where_a_pdf_is_asked() -> None:
    assert (takes_photographs({"pdf"}), takes_photographs({"xlsx"})) == (True, False)
