"""The published language: every document that people write, store, send or receive."""
