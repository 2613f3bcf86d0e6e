"""Several concepts on one building: each configured by the engine, then judged and ordered by the catalogue's matching."""
