"""HTTP: routes, problems, limits. Calls the same functions as the command line."""
