"""A federation to look at: eighteen years of a province, told through the actions of the rooms."""
