"""The area «Forslag og feil»: what one suggests and tells of, and what came of it."""
