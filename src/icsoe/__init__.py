"""ICSOE: the Informativa de Contratos de Servicios u Obras Especializados."""
