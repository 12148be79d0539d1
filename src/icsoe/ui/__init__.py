"""Design system: layout, components, tokens and their gallery. It knows no app."""
