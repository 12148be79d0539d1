"""The exact bytes that are signed: documents, rosters and the filing's cadena original; versioned."""
