package standard

// Everywhere reports whether an input of that name, in snake_case, belongs to every call of an API
// rather than to one: versions, credentials and formats.
func Everywhere(name string) bool {
	switch name {
	case "api_version", "version", "v", "key", "api_key", "apikey", "access_token", "token", "tenant", "alt", "format":
		return true
	}
	return false
}
