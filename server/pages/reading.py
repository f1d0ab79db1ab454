"""The guidelines and the terms of use, for everybody who thinks of taking part."""

from fastapi import APIRouter, Request, Response

from contract.pages import GUIDELINES
from server import guidelines
from server.pages.rendering import page
from server.routes.parts import Given

router = APIRouter(prefix=GUIDELINES, include_in_schema=False)


@router.get("")
def read(request: Request, given: Given) -> Response:
    """Their newest versions."""
    return page(request, "reading", found=guidelines.newest(given.engine).guidelines)
