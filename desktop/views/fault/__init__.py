"""What is shown where the data on this PC cannot be opened."""
