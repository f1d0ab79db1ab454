"""What others wait for from the kindergarten, read with plain SQL as the rest of the first page."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from contract.geography import municipality
from desktop.models.overview_values import Duty, Reminder, Who

_ASKED = """
SELECT r.municipality, coalesce(k.name, '') AS about FROM contact_request AS r
LEFT JOIN kindergarten AS k ON k.id = r.asked_by_id
WHERE r.kindergarten_id = :home AND r.answer = 'waiting' AND NOT EXISTS
  (SELECT 1 FROM network AS n WHERE n.level = 'local' AND n.municipality = r.municipality)
ORDER BY r.asked_on, r.id LIMIT 1
"""
_HANDOVERS = """
SELECT n.name, n.municipality, n.handover_on, k.name AS about,
  n.next_contact_kindergarten_id = :home AS takes
FROM network AS n LEFT JOIN kindergarten AS k ON k.id = n.next_contact_kindergarten_id
WHERE n.handover_on >= :today
  AND :home IN (n.contact_kindergarten_id, n.next_contact_kindergarten_id)
"""
_REPORTS = """
SELECT c.title, n.name,
  date(c.taken_on, 'start of month', '+2 months', '-1 day') AS due
FROM raised_case AS c JOIN network AS n ON n.id = c.to_network_id
JOIN network_member AS m ON m.network_id = n.id
WHERE m.kindergarten_id = :home AND m.state = 'joined'
  AND c.taken_on <= :today AND c.reported_on IS NULL
ORDER BY due, c.id LIMIT 3
"""


def reminders(db: sqlite3.Connection, who: Who, today: date) -> Iterator[Reminder]:
    """What the head of a kindergarten is to do for the networks, the nearest first of each sort."""
    if who.kindergarten is None or not who.heads:
        return
    told = {"home": who.kindergarten.hex, "today": today.isoformat()}
    for row in db.execute(_ASKED, told):
        place = municipality(row["municipality"])
        name = place.name if place else ""
        yield Reminder(Duty.ANSWERS, row["about"], name, row["municipality"])
    for row in db.execute(_HANDOVERS, told):
        duty = Duty.TAKES_OVER if row["takes"] else Duty.HANDS_OVER
        day = date.fromisoformat(row["handover_on"])
        yield Reminder(duty, row["about"] or "", row["name"], row["municipality"] or "", day)
    for row in db.execute(_REPORTS, told):
        due = date.fromisoformat(row["due"])
        yield Reminder(Duty.REPORTS, row["title"], row["name"], on=due)
