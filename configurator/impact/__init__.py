"""Impact: quantities of material, and what the concept says of cost and carbon for the area that was placed."""
