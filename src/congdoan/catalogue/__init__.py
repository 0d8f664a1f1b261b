"""What is counted: kinds of activity, indicators, forms and dated tables, declared in TOML."""
