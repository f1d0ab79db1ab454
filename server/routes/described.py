"""The description of the service that other programs read: OpenAPI, from the messages' types."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, get_args

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from contract.wire import ApiError, ErrorCode
from server.routes.bodies import STATUS

_REF = "#/components/schemas/{name}"
_ALWAYS = (ErrorCode.INTERNAL,)
_TOKEN = "token"  # noqa: S105 - a name
_MALFORMED, _FRAMEWORKS_OWN = "422", "HTTPValidationError"
_PACKED = "May be packed: Content-Encoding gzip."


def _header(kind: str, description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


_WAIT = {"Retry-After": _header("integer", "How many seconds to wait.")}
_HEADERS: Mapping[int, dict[str, Any]] = {
    STATUS[ErrorCode.UNAUTHENTICATED].value: {"WWW-Authenticate": _header("string", "Bearer.")},
    STATUS[ErrorCode.TOO_MANY_TRIES].value: _WAIT,
    STATUS[ErrorCode.BUSY].value: _WAIT,
}
_messages: dict[str, type[Any]] = {"ApiError": ApiError}


Message = type[Any] | UnionType
"""A message, or the forms of it that protocols have."""


def describe(
    answer: Message | None, codes: Sequence[ErrorCode], body: Message | None = None
) -> dict[str, Any]:
    """What a route takes, gives, and refuses with, as keywords of its decorator."""
    by_status: dict[int, list[str]] = {}
    for code in (*codes, *_ALWAYS):
        by_status.setdefault(STATUS[code].value, []).append(code.value)
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": " or ".join(named), "content": _content(ApiError)}
        for status, named in sorted(by_status.items())
    }
    for status in _HEADERS.keys() & responses.keys():
        responses[status]["headers"] = _HEADERS[status]
    extra: dict[str, Any] = {}
    if ErrorCode.UNAUTHENTICATED in codes:
        extra["security"] = [{_TOKEN: []}]
    if answer is not None:
        responses[200] = {"description": "Done", "content": _content(answer)}
    if body is not None:
        told = {"required": True, "content": _content(body)}
        extra["requestBody"] = {"description": _PACKED, **told}
    return {"responses": responses, "openapi_extra": extra}


def install(app: FastAPI) -> None:
    """Give the application a description with every message and every error code."""

    @cache
    def described() -> dict[str, Any]:
        found = get_openapi(title=app.title, version=app.version, routes=app.routes)
        _drop_refusals_of_paths(found["paths"])
        _, schemas = msgspec.json.schema_components(
            [*_messages.values(), ErrorCode], ref_template=_REF
        )
        schemas["ApiError"]["properties"]["code"] = {"$ref": _REF.format(name="ErrorCode")}
        components = found.setdefault("components", {})
        components["schemas"] = dict(sorted(schemas.items()))
        components["securitySchemes"] = {_TOKEN: {"type": "http", "scheme": "bearer"}}
        return found

    app.openapi = described  # type: ignore[method-assign]  # the documented way to replace it


def _drop_refusals_of_paths(paths: Mapping[str, Mapping[str, Any]]) -> None:
    """Leave out what the framework says of paths with values: one that is none leads nowhere."""
    for operations in paths.values():
        for operation in operations.values():
            refused = operation["responses"].get(_MALFORMED)
            if refused and _FRAMEWORKS_OWN in str(refused):
                del operation["responses"][_MALFORMED]


def _content(message: Message) -> dict[str, Any]:
    forms = get_args(message) or (message,)
    _messages.update({form.__name__: form for form in forms})
    schemas = [{"$ref": _REF.format(name=form.__name__)} for form in forms]
    return {"application/json": {"schema": {"anyOf": schemas} if schemas[1:] else schemas[0]}}
