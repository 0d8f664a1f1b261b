"""Who reaches the age of retirement when: a question to the register, by the dated table of the law."""
