"""The `icsoe` command."""
