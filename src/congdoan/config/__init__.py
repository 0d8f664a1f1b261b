"""The top of the house: settings, urls, the command line and the database server; it alone knows all rooms."""
