"""Tokens in a real Secret Service, and where there is none."""

from pathlib import Path
from uuid import UUID

import pytest

from desktop.sync.credentials import NoKeyStore, forget_token, keep_token, kept_token

SERVICE, ONE, OTHER = "https://alliansen.example.no", UUID(int=1), UUID(int=2)


@pytest.mark.usefixtures("secret_service")
def test_a_token_is_kept_for_its_account_alone_and_forgotten() -> None:
    assert kept_token(SERVICE, ONE) is None
    keep_token(SERVICE, ONE, "first")
    keep_token(SERVICE, ONE, "second")
    assert kept_token(SERVICE, ONE) == "second"
    assert kept_token(SERVICE, OTHER) is None
    assert kept_token("https://other.example.no", ONE) is None
    forget_token(SERVICE, ONE)
    forget_token(SERVICE, ONE)
    assert kept_token(SERVICE, ONE) is None


@pytest.mark.usefixtures("no_secret_service")
def test_a_pc_without_a_key_store_says_so_and_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(NoKeyStore):
        keep_token(SERVICE, ONE, "secret")
    with pytest.raises(NoKeyStore):
        kept_token(SERVICE, ONE)
    forget_token(SERVICE, ONE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("locked_secret_service")
def test_a_key_store_that_stays_locked_is_none() -> None:
    with pytest.raises(NoKeyStore):
        keep_token(SERVICE, ONE, "secret")
    with pytest.raises(NoKeyStore):
        kept_token(SERVICE, ONE)
