"""The command line: parses, calls the same functions as the service, prints. Results on stdout, the rest on stderr."""
