"""Building families for readers: what they are, how they are told apart, which concepts stand on them."""
