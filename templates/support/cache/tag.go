package cache

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Tag is a strong ETag of some content: the same for the same content on every server, another one for any other (128
// bits of SHA-256).
func Tag(content []byte) string { return quoted(sha256.Sum256(content)) }

// Version is a strong ETag of a version that a store counts, for handlers that set ETags themselves; the name tells
// resources apart.
func Version(name, version string) string { return Tag([]byte(name + "\x00" + version)) }

func quoted(sum [sha256.Size]byte) string {
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// representation is the tag of a body as it is sent: the same data in another format or coding is another one.
func representation(h http.Header, body []byte) string {
	s := sha256.New()
	for _, name := range [...]string{"Content-Type", "Content-Encoding", "Content-Language"} {
		s.Write([]byte(h.Get(name)))
		s.Write([]byte{0})
	}
	s.Write(body)
	return quoted([sha256.Size]byte(s.Sum(nil)))
}

// Check holds the conditions of a request that changes something against what it would change: current is the ETag of
// what is there now, "" if there is nothing. Handlers call it where they hold the lock, or in the transaction, that makes
// the change: only there it keeps an update from being lost. The error is an *errors.Error of status 412.
//
// The current tag must be the one that reads give: who checks it sets it there too (Version), rather than leaving it to
// the middleware.
func Check(h http.Header, current string) error {
	if wanted := h["If-Match"]; len(wanted) > 0 && !matches(wanted, current, true) {
		return failed("")
	}
	if known := h["If-None-Match"]; len(known) > 0 && matches(known, current, false) {
		return failed("")
	}
	return nil
}

func failed(id string) *errors.Error {
	return &errors.Error{Status: http.StatusPreconditionFailed, Code: errors.CodePreconditionFailed, Title: http.StatusText(http.StatusPreconditionFailed),
		Detail: "what is there now isn't what the request's If-Match or If-None-Match says: read it again", RequestID: id}
}

// matches looks for a tag in the lines of a condition (RFC 9110 §8.8.3.2). In a strong comparison a weak tag is equal to
// none. What is behind a mistake doesn't count, so that it fails what demands a match.
func matches(lines []string, tag string, strong bool) bool {
	if tag == "" || strong && strings.HasPrefix(tag, "W/") && !star(lines) {
		return false
	}
	if star(lines) {
		return true
	}
	opaque := strings.TrimPrefix(tag, "W/")
	for _, line := range lines {
		for line != "" {
			line = strings.TrimLeft(line, " \t,")
			weak := strings.HasPrefix(line, "W/")
			size := length(line)
			if size == 0 {
				break
			}
			if one := strings.TrimPrefix(line[:size], "W/"); one == opaque && !(strong && weak) {
				return true
			}
			line = strings.TrimLeft(line[size:], " \t")
			if line != "" && line[0] != ',' {
				break
			}
		}
	}
	return false
}

func star(lines []string) bool { return len(lines) == 1 && strings.TrimSpace(lines[0]) == "*" }

// length is how much of a text its first entity tag takes; 0: there is none.
func length(text string) int {
	at := 0
	if strings.HasPrefix(text, "W/") {
		at = 2
	}
	if at >= len(text) || text[at] != '"' {
		return 0
	}
	for i := at + 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return i + 1
		case c <= ' ' || c == 0x7f:
			return 0
		}
	}
	return 0
}

func valid(tag string) bool { return length(tag) == len(tag) }
