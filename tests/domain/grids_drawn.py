"""Grids and panels drawn at random: every rule of the format, in every mixture that the checks accept."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring import CONSENSUS, ReviewMarks

SCALES = (
    ("0", "5", "0.5"),
    ("0", "10", "1"),
    ("1", "9", "1"),
    ("0", "1", "0.1"),
    ("-2", "2", "1"),
    ("0.5", "4.5", "0.5"),
)
COLLEGES = (
    {"key": "experts", "label": "Experts", "weight": "60"},
    {"key": "usagers", "label": "Usagers", "weight": "40.5", "least": 0},
)
COLLEGE_OF = {"ana": "experts", "bob": "usagers", "dan": "usagers"}
ZONES = st.fixed_dictionaries({}, optional={"zone": st.integers(0, 3).map(Decimal)})
_weights = st.sampled_from(("1", "2", "0.5", "7", "0"))


@st.composite
def _scales(draw: st.DrawFn, reversed_: bool) -> dict[str, Any]:
    cannot = draw(st.booleans())
    if draw(st.integers(0, 4)) == 0:
        values = ("3", "2", "0") if reversed_ else ("0", "2", "3")
        rows = [{"key": f"l{at}", "label": f"L{at}", "value": value} for at, value in enumerate(values)]
        return {"kind": "levels", "levels": rows, "lower_is_better": reversed_, "cannot_assess": cannot}
    low, high, step = draw(st.sampled_from(SCALES))
    return {
        "min": low, "max": high, "step": step, "lower_is_better": reversed_, "cannot_assess": cannot,
    }  # fmt: skip


@st.composite
def _criteria(draw: st.DrawFn, at: int, directions: st.SearchStrategy[bool]) -> dict[str, Any]:
    one: dict[str, Any] = {"key": f"c{at}", "label": f"C{at}", "weight": draw(_weights)}
    one["counts"] = draw(st.sampled_from(("points", "points", "points", "bonus", "malus", "nothing")))
    one["group"] = draw(st.sampled_from((None, "g", "h")))
    one["aggregation"] = draw(st.none() | st.sampled_from([*Aggregation]).map(str))
    one["k"] = draw(st.none() | st.integers(1, 3))
    one["when"] = draw(st.sampled_from((None, None, "zone >= 1")))
    one["ranking_weight"] = draw(st.sampled_from((None, None, "1.5", "0")))
    if draw(st.integers(0, 3)) == 0:
        one["parts"] = [
            {"key": f"c{at}p{n}", "label": f"P{n}", "weight": draw(_weights), "scale": draw(_scales(False))}
            for n in range(draw(st.integers(1, 3)))
        ]
    else:
        one["scale"] = draw(_scales(draw(directions)))
    if draw(st.booleans()):
        one["threshold"] = draw(st.sampled_from(("1", "2", "2.5", "60 %", "33,3 %")))
        one["knock_out"] = draw(st.booleans())
    return one


def _group(draw: st.DrawFn, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": key,
        "threshold": draw(st.sampled_from((None, None, "1", "3", "50 %"))),
        "each": draw(st.sampled_from((None, None, "1", "2", "40 %"))),
        "at_least": draw(st.sampled_from((None, 1, 2))),
        draw(st.sampled_from(("best", "drop"))): draw(st.sampled_from((None, None, 1, 2))),
        "cap": draw(st.sampled_from((None, None, "3"))),
    }


@st.composite
def grids(draw: st.DrawFn) -> ScoringFile:
    weighting = draw(st.sampled_from(("points", "factor")))
    directions = st.just(draw(st.booleans())) if weighting == "factor" else st.booleans()
    criteria = [draw(_criteria(at, directions)) for at in range(draw(st.integers(1, 4)))]
    keys = [one["key"] for one in criteria if one.get("scale", {}).get("kind") != "levels"]
    names = st.sampled_from((*keys, "total", "ranking_score", "reviews", "zone", "g", "h"))
    conditions = st.builds(
        "{} {} {}".format, names, st.sampled_from((">=", "<=")), st.sampled_from(("0", "1", "2", "4"))
    )
    file: dict[str, Any] = {
        "criteria": criteria,
        "weighting": weighting,
        "attributes": [{"key": "zone", "label": "Zone", "kind": "number"}],
        "groups": [_group(draw, "g"), _group(draw, "h")],
        "threshold": draw(st.sampled_from((None, None, "2", "5", "50 %", "66,7 %"))),
        "combine": draw(st.sampled_from(("sum", "sum", "sum", "geometric_mean"))),
        "threshold_on": draw(st.sampled_from(("weighted", "unweighted"))),
        "aggregation": draw(st.sampled_from([*Aggregation]).map(str)),
        "trim": draw(st.integers(1, 2)),
        "colleges": draw(st.sampled_from(((), (), COLLEGES))),
        "k": draw(st.integers(1, 3)),
        "reviewers": draw(st.integers(1, 3)),
        "least": draw(st.integers(1, 2)),
        "everyone": draw(st.booleans()),
        "unassessed": draw(st.sampled_from(("rescale", "zero"))),
        "rounding": {
            "decimals": draw(st.integers(0, 3)),
            "mode": draw(st.sampled_from(("half_up", "half_even", "up"))),
            "marks": draw(st.sampled_from((None, {"decimals": 1, "mode": "half_even"}))),
        },
    }
    if draw(st.booleans()):
        texts = draw(st.lists(conditions, min_size=1, max_size=3))
        needs = draw(st.sampled_from(("all", "any", 1)))
        file["gates"] = [{"key": "gate", "label": "Gate", "conditions": texts, "needs": needs}]
    if draw(st.booleans()):
        file["knock_outs"] = [{"label": "Out", "when": draw(conditions)}]
    return ScoringFile.model_validate(file)


@st.composite
def reviews_of(draw: st.DrawFn, grid: ScoringFile) -> list[ReviewMarks]:
    """Up to four applications and four reviewers, one of whom may be the agreement of all; some marks lack."""
    found = []
    for name in draw(st.sets(st.sampled_from("ABCD"), min_size=1)):
        for who in draw(st.sets(st.sampled_from(("ana", "bob", CONSENSUS, "dan")))):
            given: dict[str, Decimal | None] = {}
            for leaf in grid.leaves:
                assert leaf.scale is not None
                every = range(int((leaf.scale.highest - leaf.scale.lowest) / (leaf.scale.step or 1)) + 1)
                step = leaf.scale.step or Decimal(1)
                steps = (
                    leaf.scale.values if leaf.scale.steps else [leaf.scale.lowest + n * step for n in every]
                )
                fate = draw(st.integers(0, 9))
                if fate:
                    given[leaf.key] = draw(st.sampled_from([*steps])) if fate > 1 else None
            found.append(
                ReviewMarks(name, who, given, college=COLLEGE_OF.get(who) if grid.colleges else None)
            )
    return found
