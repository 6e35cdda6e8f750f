package client

import "strings"

// essence returns a media type without its parameters, in lower case.
func essence(contentType string) string {
	contentType, _, _ = strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(contentType))
}

// matchMedia returns the index of the declared type that says most about the media type: itself, before
// application/json for what is written in JSON (+json, RFC 6839), before another JSON, before a range;
// -1 if none does.
func matchMedia(declared []string, contentType string) int {
	got := essence(contentType)
	best, index := 0, -1
	for i, text := range declared {
		if n := closeness(essence(text), got); n > best {
			best, index = n, i
		}
	}
	return index
}

func closeness(declared, got string) int {
	switch {
	case declared == got:
		return 5
	case declared == "application/json" && isJSON(got):
		return 4
	case isJSON(declared) && isJSON(got):
		return 3
	case strings.HasSuffix(declared, "/*") && declared != "*/*" && strings.HasPrefix(got, declared[:len(declared)-1]):
		return 2
	case declared == "*/*":
		return 1
	}
	return 0
}

// isJSON reports whether a media type is written in JSON.
func isJSON(contentType string) bool {
	media := essence(contentType)
	return strings.HasSuffix(media, "+json") || strings.HasSuffix(media, "/json")
}
