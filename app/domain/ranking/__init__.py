"""From scores to ranks: the order, its tie-breaks, and the threshold that money fixes afterwards."""

from app.domain.ranking.entries import Entries, Entry
from app.domain.ranking.explain import explain
from app.domain.ranking.listing import Listing, Place, admission, listing
from app.domain.ranking.order import Link, Order
from app.domain.ranking.ranked import Ranked, rank

__all__ = [
    "Entries",
    "Entry",
    "Link",
    "Listing",
    "Order",
    "Place",
    "Ranked",
    "admission",
    "explain",
    "listing",
    "rank",
]
