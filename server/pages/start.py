"""The first page of the office: how the network stands, in numbers."""

from datetime import UTC, datetime

from fastapi import APIRouter, Response

from server import feedbacks, numbers
from server.pages.office import START, AtDesk

router = APIRouter(prefix=START, include_in_schema=False)


@router.get("")
def start(desk: AtDesk) -> Response:
    """The numbers as they are now."""
    engine = desk.given.engine
    found = numbers.read(engine, datetime.now(UTC))
    return desk.page("start", numbers=found, told=feedbacks.how_many(engine))
