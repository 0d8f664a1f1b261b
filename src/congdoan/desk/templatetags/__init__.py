"""The tags and filters that the desk's templates load as `desk`."""
