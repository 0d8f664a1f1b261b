"""Words that know no union: days and periods, spells, bounds, knowledge, Vietnamese text."""
