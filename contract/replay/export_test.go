package replay

// Literal is for tests.
func Literal(pattern string) string { return literal(pattern) }
