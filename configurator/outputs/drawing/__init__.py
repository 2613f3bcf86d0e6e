"""Drawings on paper: primitives in millimetres of paper, the plan of a storey, the sheet around it."""
