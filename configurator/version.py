"""The engine's version: part of every result, because a configuration is a function of its request and of this."""

ENGINE_VERSION = "0.1.0"
