"""The fields that stand in several forms."""

from typing import Annotated

from fastapi import Form, Query

from server import lengths

Email = Annotated[str, Form(alias="epost", max_length=lengths.EMAIL)]
Password = Annotated[str, Form(alias="passord", max_length=lengths.PASSWORD)]
Code = Annotated[str, Form(alias="kode", max_length=lengths.CODE)]
Search = Annotated[str, Query(alias="sok", max_length=lengths.SEARCH)]
Reason = Annotated[str, Form(alias="grunn")]
"""As long as it comes: who has written too much is told so, and keeps it."""
