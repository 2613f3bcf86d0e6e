"""How people reach optop: HTTP, command line and page."""
