"""Raised cases: where each waits, its way as a picture, and what came of it."""
