"""Plans on the desk: what a unit and those beneath it are to reach, set, shared out and looked back upon."""
