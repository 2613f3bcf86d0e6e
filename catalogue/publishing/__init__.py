"""Publishing: what is checked before a concept version may be offered."""
