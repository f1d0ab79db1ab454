"""What waits, what was refused, and what must be settled."""
