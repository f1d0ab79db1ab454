"""Meetings: the list, planning, the agenda, the notice, and holding one."""
