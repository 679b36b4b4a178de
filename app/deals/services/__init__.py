"""Writing deals, one module a theme; callers name the module: `pipeline`, `notes`, `todo`, `ledger`, `rounds`."""
