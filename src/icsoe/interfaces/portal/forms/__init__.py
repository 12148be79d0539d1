"""The forms of capture: they read what was typed; the rules, and their words, are those of the acts."""
