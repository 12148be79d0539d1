"""Folio, seal, receipt document and its verification."""
