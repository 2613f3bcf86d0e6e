"""The page: server-rendered HTML with small scripts, on the same process and the same public addresses as everybody's."""
