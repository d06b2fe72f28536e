"""What the built site owes its readers: accessibility, weight and speed, measured on its pages."""
