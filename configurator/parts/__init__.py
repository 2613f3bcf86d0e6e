"""What a placed module and its host are made of: the one model, with ids, that every writer draws from."""
