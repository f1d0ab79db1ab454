"""Example data: invented kindergartens and people, written as everything else is.

Nobody and nothing in it is real but the names of municipalities and counties.
"""

from server.example.seeding import MANAGER, PASSWORD, seed

__all__ = ["MANAGER", "PASSWORD", "seed"]
