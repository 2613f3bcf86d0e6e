"""What a concept becomes on one building."""
