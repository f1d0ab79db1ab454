"""Where on a service the pages lie that the desktop opens in a browser."""

FORGOTTEN_PASSWORD = "/passord/glemt"  # noqa: S105 - a place, not a secret
