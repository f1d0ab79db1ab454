"""The area «Innlegg»: reading, searching and writing posts, and the introduction."""
