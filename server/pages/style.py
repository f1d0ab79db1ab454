"""The style sheet of the pages."""

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from server.pages.rendering import FOLDER

router = APIRouter(include_in_schema=False)


@router.get("/stil.css")
def style() -> Response:
    """Light and dark, from a phone's width to a desktop's."""
    return FileResponse(
        FOLDER / "style.css",
        media_type="text/css",
        headers={"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"},
    )
