"""What is on offer, and whom it fits."""
