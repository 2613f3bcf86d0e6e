"""Publication checks by subject; `catalogue.publishing.checks` lists and runs them."""
