"""One module a resource. A route reads the request, calls one function, and says how the answer is kept; nothing is decided here."""
