"""Floor 3: translate what a person or program asks, authorise, call one act, answer."""
