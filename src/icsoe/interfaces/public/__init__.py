"""Pages that need no account: minisite, help, receipt verification."""
