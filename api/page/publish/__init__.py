"""Publishing in the browser: drafts, the form made from the schema, checks, previews, review."""
