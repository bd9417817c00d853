"""The console, the office-to-office door, and the program's front door."""
