"""What a study said before: baselines, what differs from them, and why."""
