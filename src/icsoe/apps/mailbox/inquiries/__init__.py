"""Planteamientos: what anybody asks the Institute, the folio it gets, and its answer."""
