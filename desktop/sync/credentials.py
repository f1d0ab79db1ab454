"""The token of each account, in the key store of the system and nowhere else.

Where there is no key store, or it stays locked, the token lives as long as the program runs, and
the user is asked for the password at each start. A session bus that has gone is an OSError.
"""

from uuid import UUID

_SERVICE = "Barnehagealliansen"


class NoKeyStore(Exception):
    """This PC has no key store that can be opened."""


def key_store() -> str:
    """The kind of key store that this PC has, which may still turn out to be locked."""
    import keyring

    return type(keyring.get_keyring()).__module__


def keep_token(service: str, account: UUID, token: str) -> None:
    """Put the token where only this user of this PC can read it. Raises NoKeyStore."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, _name(service, account), token)
    except (KeyringError, OSError) as error:
        raise NoKeyStore from error


def kept_token(service: str, account: UUID) -> str | None:
    """The token, or None where none is kept. Raises NoKeyStore."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(_SERVICE, _name(service, account))
    except (KeyringError, OSError) as error:
        raise NoKeyStore from error
    return str(found) if found else None


def forget_token(service: str, account: UUID) -> None:
    """Remove the token; nothing happens where there is none, or no key store."""
    import keyring
    from keyring.errors import KeyringError

    try:
        if keyring.get_password(_SERVICE, _name(service, account)) is not None:
            keyring.delete_password(_SERVICE, _name(service, account))
    except (KeyringError, OSError):
        return


def _name(service: str, account: UUID) -> str:
    return f"{service} {account}"
