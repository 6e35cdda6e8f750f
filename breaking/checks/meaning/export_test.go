package meaning

// Structural is for the test that holds the table against the loader.
func Structural(key string) bool { return structural(key) }

// Structure returns the keys of the table.
func Structure() (keys []string) {
	for _, group := range structure {
		keys = append(keys, group.keys...)
	}
	return keys
}
