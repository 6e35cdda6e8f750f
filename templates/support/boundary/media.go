package boundary

import (
	"net/http"
	"strings"
)

// negotiate finds the type of the contract that the request's Content-Type matches most specifically; -1: none.
func (c *Call) negotiate(types []string) int { return MediaType(c.req.Header, types...) }

// MediaType finds the type among those of a contract that a Content-Type matches most specifically. It
// is -1 if there is none, and for what can't be read: a compressed body, or text that isn't UTF-8.
func MediaType(h http.Header, types ...string) int {
	lines := h["Content-Type"]
	best, found := 0, -1
	if len(lines) != 1 || encoded(h) || !readable(lines[0]) {
		if len(lines) == 0 && !encoded(h) {
			return anything(types)
		}
		return -1
	}
	for i, contract := range types {
		if contract == lines[0] {
			return i
		}
		if s := specificity(contract, lines[0]); s > best {
			best, found = s, i
		}
	}
	return found
}

// anything finds */*, which takes even what has no type.
func anything(types []string) int {
	for i, t := range types {
		if t == "*/*" {
			return i
		}
	}
	return -1
}

// encoded says that the body is compressed, which no contract can declare.
func encoded(h http.Header) bool {
	coding := h.Get("Content-Encoding")
	return coding != "" && !strings.EqualFold(coding, "identity")
}

// MediaTrouble says for people why MediaType has found none.
func MediaTrouble(h http.Header, types ...string) string {
	switch header := h["Content-Type"]; {
	case encoded(h):
		return "the body must not have a Content-Encoding"
	case len(header) == 0:
		return "the body needs a Content-Type, which must be " + join(types)
	case len(header) == 1 && !readable(header[0]):
		return "text must be in UTF-8"
	}
	return "the Content-Type must be " + join(types)
}

// ContentType is the media type of the request's body, without parameters.
func (c *Call) ContentType() string {
	name, _, _ := strings.Cut(c.req.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// readable says whether text in this type can be read: the only encoding is UTF-8, of which ASCII is a part.
func readable(header string) bool {
	name, rest, found := strings.Cut(header, ";")
	if !found || !textual(strings.TrimSpace(name)) {
		return true
	}
	charset, given := parameter(rest, "charset")
	return !given || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "us-ascii")
}

func textual(name string) bool {
	return hasPrefixFold(name, "text/") || isJSON(name) || strings.EqualFold(name, "application/x-www-form-urlencoded")
}

// isJSON says whether bodies of that type are JSON texts.
func isJSON(media string) bool {
	name, _, _ := strings.Cut(media, ";")
	name = strings.TrimSpace(name)
	return strings.EqualFold(name, "application/json") || strings.EqualFold(name, "text/json") ||
		len(name) > 5 && strings.EqualFold(name[len(name)-5:], "+json")
}

// specificity says how closely a media range, such as application/*, describes a media type; 0: not
// at all. Parameters of the range must be the type's too, but for a charset: all text is UTF-8.
func specificity(rng, media string) int {
	rangeName, wanted, _ := strings.Cut(rng, ";")
	name, given, _ := strings.Cut(media, ";")
	rangeName, name = strings.TrimSpace(rangeName), strings.TrimSpace(name)
	if !subset(wanted, given) {
		return 0
	}
	switch {
	case strings.EqualFold(rangeName, name):
		if strings.Contains(wanted, "=") {
			return 4
		}
		return 3
	case rangeName == "*/*":
		return 1
	case strings.HasSuffix(rangeName, "/*") && hasPrefixFold(name, rangeName[:len(rangeName)-1]):
		return 2
	}
	return 0
}

// subset says whether every parameter of wanted stands in given.
func subset(wanted, given string) bool {
	for wanted != "" {
		var name, value string
		name, value, wanted = nextParameter(wanted)
		if name == "" || strings.EqualFold(name, "charset") || strings.EqualFold(name, "q") {
			continue
		}
		if other, ok := parameter(given, name); !ok || !strings.EqualFold(other, value) {
			return false
		}
	}
	return true
}

// parameter finds the value of a parameter in what follows a media type.
func parameter(text, wanted string) (value string, ok bool) {
	for text != "" {
		var name string
		if name, value, text = nextParameter(text); strings.EqualFold(name, wanted) {
			return value, true
		}
	}
	return "", false
}

// nextParameter takes the first name=value or name="value" off.
func nextParameter(text string) (name, value, rest string) {
	text = strings.TrimLeft(text, "; \t")
	end := strings.IndexAny(text, ";=")
	if end < 0 || text[end] == ';' {
		name, rest, _ = strings.Cut(text, ";")
		return strings.TrimSpace(name), "", rest
	}
	name, text = strings.TrimSpace(text[:end]), text[end+1:]
	if strings.HasPrefix(text, `"`) {
		value, rest, _ = strings.Cut(text[1:], `"`)
		return name, value, rest
	}
	value, rest, _ = strings.Cut(text, ";")
	return name, strings.TrimSpace(value), rest
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

func join(types []string) string { return strings.Join(types, " or ") }
