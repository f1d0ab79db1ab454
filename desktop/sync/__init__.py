"""Pull, rebase, push: how this PC and the service come to hold the same."""
