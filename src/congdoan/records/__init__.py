"""What happened: structure, then members, then activities; each knows only those before it."""
