"""One module an occasion (dev, test, production), one file a concern."""
