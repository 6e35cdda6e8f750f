// Package words takes the names in a contract apart and puts them together again: words, cases,
// singular and plural, verbs. It knows English and the habits of programmers, and no model.
package words

import (
	"strings"
	"unicode"
)

// Split returns the words of an identifier in lower case, whatever case it is written in:
// "HTTPRequestID", "http_request_id" and "http-request-id" are all http, request, id. Digits
// belong to the word before them (sha256, v1beta1). What is no letter and no digit separates.
func Split(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i := 0; i < len(runes); i++ {
		switch {
		case !unicode.IsLetter(runes[i]) && !unicode.IsDigit(runes[i]):
			flush(i)
			start = i + 1
		case i == start:
			if n := spelling(runes[i:]); n > 0 {
				flush(i + n)
				i += n - 1
			}
		case beginsWord(runes, i):
			flush(i)
			i--
		}
	}
	flush(len(runes))
	return words
}

// beginsWord reports whether a word begins at a letter or digit that has one before it.
func beginsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	// The last capital of several begins the next word ("HTTPRequest"), unless what follows only
	// makes the acronym plural ("userIDs", "URLsToCheck").
	if i+1 == len(runes) || !unicode.IsLower(runes[i+1]) {
		return false
	}
	plural := runes[i+1] == 's' && (i+2 == len(runes) || !unicode.IsLower(runes[i+2]))
	return !plural
}

// spellings are words with capitals in odd places, which must not be torn apart.
var spellings = [...]string{
	"IPv4", "IPv6", "OAuth", "GitHub", "GraphQL", "MySQL", "PostgreSQL", "ETag", "eTag", "gRPC", "iOS",
	"macOS", "mTLS", "vCPU", "QoS", "IoT", "SaaS", "PaaS", "IaaS", "OpenAPI", "OpenID", "YouTube", "PubSub", "WiFi",
}

// spelling returns how long the spelling is that the name begins with, digits after it included; 0
// if there is none.
func spelling(name []rune) int {
	for _, s := range spellings {
		n := len(s)
		if len(name) < n || string(name[:n]) != s {
			continue
		}
		for n < len(name) && (unicode.IsDigit(name[n]) || name[n] == 's' && (n+1 == len(name) || !unicode.IsLower(name[n+1]))) {
			n++
		}
		if n == len(name) || !unicode.IsLower(name[n]) {
			return n
		}
	}
	return 0
}

// First returns the first word of an identifier; "" if it has none.
func First(name string) string {
	if words := Split(name); len(words) > 0 {
		return words[0]
	}
	return ""
}
