"""From working values to the published configuration: documents, provenance, one rounding, one digest."""
