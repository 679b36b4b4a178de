"""Finance for a project: which of agencies' products fit, by their conditions and by what both speak of."""
