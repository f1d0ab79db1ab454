"""The area «Ansatte»: who is enrolled, and what the manager reports about them."""
