"""What lies on a service for browsers, and how a desktop and a page know each other.

A desktop opens SIGN_IN with what OAuth names (RFC 6749, 7636, 8252), and waits at LOOPBACK on its
own PC for the browser to come back with a code, which it redeems.
"""

FORGOTTEN_PASSWORD = "/passord/glemt"  # noqa: S105 - a place, not a secret
REGISTER = "/registrer"
REGISTER_NUMBER = "orgnr"
"""The field of the form that a desktop fills in: the number of a kindergarten that is to join."""
DOWNLOADS = "/last-ned"
GUIDELINES = "/retningslinjer"
SIGN_IN = "/logg-inn"
SIGNED_IN = "/logg-inn/ferdig"
MY_ACCOUNT = "/konto"

CLIENT = "desktop"
LOOPBACK_HOST = "127.0.0.1"
LOOPBACK_PATH = "/innlogget"


def challenge_of(verifier: str) -> str:
    """What is told beforehand of a verifier, by S256: only who has it can redeem the code."""
    # Late: the first window needs neither, and waits for what it needs only.
    import base64
    import hashlib

    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
