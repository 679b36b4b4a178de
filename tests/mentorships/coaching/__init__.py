from importlib import import_module

# Roadshows name the funds' table; one file of these tests alone would not load it.
import_module("app.funds.models")
