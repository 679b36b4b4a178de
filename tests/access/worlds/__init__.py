"""The parts of the small city, one a module; each adds its things with the arguments that their URLs need."""
