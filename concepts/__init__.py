"""Documents that ship with optop: concepts, building families, demo buildings and assumption sets."""
