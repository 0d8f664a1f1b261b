"""Pages of directives: the register, what each asks for, who must do it, how it was studied and what came of it."""
