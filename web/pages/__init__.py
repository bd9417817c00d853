"""The console's pages, one file each: handlers of a few lines that ask the desk and fill a template."""
