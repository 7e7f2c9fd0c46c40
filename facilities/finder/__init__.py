"""Care near a place: from what someone typed, to the listed places around it, narrowed, counted and on cards."""
