"""The first page at the service's address: the way to everything that people come for."""

from fastapi import APIRouter, Request, Response

from server.pages.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> Response:
    """Where one goes from here."""
    return page(request, "home")
