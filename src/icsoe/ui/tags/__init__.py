"""Component tags by family. Every tag renders ``ui/components/<name>.html`` and nothing else."""
