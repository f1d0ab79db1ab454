"""The local database and all that views ask of it."""
