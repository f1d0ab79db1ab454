"""The page where people fetch the desktop program."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from contract.pages import DOWNLOADS
from server.pages.rendering import HEADERS, page
from server.routes.parts import Given

router = APIRouter(prefix=DOWNLOADS, include_in_schema=False)


@router.get("")
def listed(request: Request, given: Given) -> Response:
    """The installers, each with its size and digest."""
    return _page(request, given)


@router.get("/{name}")
def fetch(request: Request, given: Given, name: str) -> Response:
    """An installer."""
    path = given.downloads.path(name)
    if path is None:
        return _page(request, given, HTTPStatus.NOT_FOUND)
    kind = "application/octet-stream"
    return FileResponse(path, media_type=kind, filename=path.name, headers=HEADERS)


def _page(request: Request, given: Given, status: HTTPStatus = HTTPStatus.OK) -> Response:
    values = {"installers": given.downloads.listed(), "address": request.url.netloc}
    return page(request, "downloads", status, **values)
