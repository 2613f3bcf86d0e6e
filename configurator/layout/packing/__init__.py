"""Free packing: how much module area a roof holds when neither access nor dwellings nor bearing lines are asked for."""
