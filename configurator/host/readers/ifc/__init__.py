"""Reads the roof, storeys and walls of an existing building from an IFC of any author, always in a child process."""
