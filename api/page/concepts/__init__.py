"""The catalogue for readers: cards with filters, a page for each version, a comparison."""
