"""The area «Spre ordet»: texts to share, whom one asked to join, and what came of it."""
