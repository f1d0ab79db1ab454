"""The service over HTTP: thin, and without rules of its own."""
