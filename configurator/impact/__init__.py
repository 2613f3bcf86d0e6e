"""Impact: quantities of material first; cost and carbon stay unknown until they are computed."""
