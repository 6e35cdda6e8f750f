// Package words takes the names in a contract apart and puts them together again: words, cases,
// singular and plural, verbs. It knows English and the habits of programmers, and no model.
package words

import "strings"

// Split returns the words of an identifier in lower case, whatever case it is written in:
// "HTTPRequestID", "http_request_id" and "http-request-id" are all http, request, id. Digits
// belong to the word before them (sha256, v1beta1). What is no letter and no digit separates;
// letters outside of ASCII never begin a word within another.
func Split(name string) []string {
	if isPlain(name) {
		return splitPlain(name)
	}
	words := make([]string, 0, 4)
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(name[start:end]))
		}
		start = end
	}
	for i := 0; i < len(name); i++ {
		switch {
		case !inWord(name[i]):
			flush(i)
			start = i + 1
		case i == start:
			if n := spelling(name[i:]); n > 0 {
				flush(i + n)
				i += n - 1
			}
		case beginsWord(name, i):
			flush(i)
			i--
		}
	}
	flush(len(name))
	return words
}

// isPlain reports whether a name has neither capitals nor letters outside of ASCII, as most names in
// contracts are: then only separators tell its words apart.
func isPlain(name string) bool {
	for i := range len(name) {
		if isUpper(name[i]) || name[i] >= 0x80 {
			return false
		}
	}
	return true
}

func splitPlain(name string) []string {
	count := 1
	for i := range len(name) {
		if !inWord(name[i]) {
			count++
		}
	}
	words := make([]string, 0, count)
	for rest := name; rest != ""; {
		word := firstPlain(rest)
		if rest = rest[len(word):]; word != "" {
			words = append(words, word)
		} else {
			rest = rest[1:]
		}
	}
	return words
}

// firstPlain returns what stands before the first separator.
func firstPlain(name string) string {
	for i := range len(name) {
		if !inWord(name[i]) {
			return name[:i]
		}
	}
	return name
}

func inWord(b byte) bool { return isLetter(b) || '0' <= b && b <= '9' || b >= 0x80 }

// beginsWord reports whether a word begins at a letter or digit that has one before it.
func beginsWord(name string, i int) bool {
	if !isUpper(name[i]) {
		return false
	}
	if !isUpper(name[i-1]) {
		return true
	}
	// The last capital of several begins the next word ("HTTPRequest"), unless what follows only
	// makes the acronym plural ("userIDs", "URLsToCheck").
	rest := name[i+1:]
	return rest != "" && isLower(rest[0]) && !pluralEnding(rest)
}

// pluralEnding reports whether the text is an s that ends a word.
func pluralEnding(text string) bool {
	return text != "" && text[0] == 's' && (len(text) == 1 || !isLower(text[1]))
}

// spellings are words with capitals in odd places, which must not be torn apart.
var spellings = [...]string{
	"IPv4", "IPv6", "OAuth", "GitHub", "GraphQL", "MySQL", "PostgreSQL", "ETag", "eTag", "gRPC", "iOS",
	"macOS", "mTLS", "vCPU", "QoS", "IoT", "SaaS", "PaaS", "IaaS", "OpenAPI", "OpenID", "YouTube", "PubSub", "WiFi",
}

// spelling returns how long the spelling is that the text begins with, digits after it included; 0
// if there is none.
func spelling(text string) int {
	for _, s := range spellings {
		if text[0] != s[0] || !strings.HasPrefix(text, s) {
			continue
		}
		n := len(s)
		for n < len(text) && ('0' <= text[n] && text[n] <= '9' || pluralEnding(text[n:])) {
			n++
		}
		if n == len(text) || !isLower(text[n]) {
			return n
		}
	}
	return 0
}

// First returns the first word of an identifier; "" if it has none.
func First(name string) string {
	if isPlain(name) {
		return firstPlain(strings.TrimLeftFunc(name, func(r rune) bool { return !inWord(byte(r)) }))
	}
	if words := Split(name); len(words) > 0 {
		return words[0]
	}
	return ""
}
