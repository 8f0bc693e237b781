"""Reviews kept as columns say what the reviews said."""

from decimal import Decimal

from app.domain.scoring import CONSENSUS, MarkColumns, Panel, ReviewMarks

REVIEWS = (
    ReviewMarks("B", "zoe", {"fond": Decimal("4.5"), "avis": None}, confidence=2),
    ReviewMarks("A", "ana", {"fond": Decimal(3)}, college="elus"),
    ReviewMarks("A", CONSENSUS, {}),
)


def test_reviews_come_back_as_they_were_given() -> None:
    kept = MarkColumns.of(REVIEWS, ["fond", "avis"])
    assert tuple(kept) == REVIEWS
    assert kept.values == [None, Decimal("4.5"), None, Decimal(3)]


def test_a_mark_of_another_column_is_left_out() -> None:
    assert [one.marks for one in MarkColumns.of(REVIEWS, ["avis"])] == [{"avis": None}, {}, {}]


def test_a_panel_of_columns_is_the_panel_of_their_reviews() -> None:
    plain = Panel.of("AB", REVIEWS, ["fond", "avis"])
    for columns in (["fond", "avis"], ["avis", "rien", "fond"]):
        other = Panel.of("AB", MarkColumns.of(REVIEWS, columns), ["fond", "avis"])
        assert [plain.reviewers[at] for at in plain.reviewer] == [
            other.reviewers[at] for at in other.reviewer
        ]
        assert (plain.marks == other.marks).all()
        assert (plain.given == other.given).all()
        assert (plain.answered == other.answered).all()
        assert plain.confidence.tolist() == other.confidence.tolist() == [0, 0, 2]
        assert plain.college is not None
        assert other.college is not None
        assert plain.college.tolist() == other.college.tolist() == ["elus", "", ""]


def test_no_review_is_a_panel_without_rows() -> None:
    assert Panel.of("A", MarkColumns(["fond"]), ["fond"]).marks.shape == (0, 1)
