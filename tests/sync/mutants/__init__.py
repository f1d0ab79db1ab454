"""Sync broken in known ways, one at a time, to show that the tests of sync would notice."""
