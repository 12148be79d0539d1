"""The manual: Markdown files read once, shown as pages, searched, and set as one PDF."""
