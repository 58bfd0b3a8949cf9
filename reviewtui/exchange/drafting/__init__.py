"""A meeting in the making: the panel's TOML, changed step by step and durable after each."""
