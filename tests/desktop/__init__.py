"""Tests of the desktop's own modules."""
