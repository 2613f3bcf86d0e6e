"""Checks any IFC: schema, rules, information requirements (IDS), conventions, and geometry against what the file says of it."""
