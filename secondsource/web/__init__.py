"""What servers of the kit share that take what somebody types: who may ask, how much, and what is told."""
