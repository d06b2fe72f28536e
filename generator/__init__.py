"""A generator of static knowledge bases from small YAML files about roles."""
