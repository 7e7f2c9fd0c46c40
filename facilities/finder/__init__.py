"""Care near a place: from what somebody typed, to the listed places around it, narrowed, counted and on cards."""
