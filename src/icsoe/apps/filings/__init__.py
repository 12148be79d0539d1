"""Informativas: freeze, sign, present, supersede."""
