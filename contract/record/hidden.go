package record

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hidden are the texts that must not be written, wherever else they turn up.
type hidden struct {
	known map[string]bool
	parts []string // all of them
	lost  bool     // there were too many
}

// leastHidden is how many bytes a text has at least that is looked for: shorter ones are found everywhere. Those below
// leastPart are looked for as words. How many there are is bounded, in one exchange and of those before, for each is
// compared with all that is written.
const (
	leastHidden = 3
	leastPart   = 6
	mostParts   = 20_000
	mostBefore  = 2000
)

func (h *hidden) add(text string) {
	switch {
	case len(text) < leastHidden || h.known[text]:
		return
	case len(h.parts) == mostParts:
		h.lost = true
		return
	case h.known == nil:
		h.known = map[string]bool{}
	}
	h.known[text] = true
	h.parts = append(h.parts, text)
}

// in reports whether something hidden is in a text.
func (h *hidden) in(text string) bool {
	return h.known[text] || slices.ContainsFunc(h.parts, func(part string) bool { return holdsPart(text, part) })
}

func holdsPart(text, part string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], part)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(part)
		if len(part) >= leastPart || !wordly(text[:start], utf8.DecodeLastRuneInString) && !wordly(text[end:], utf8.DecodeRuneInString) {
			return true
		}
		at = end
	}
}

// wordly reports whether a word goes on at the end of a text.
func wordly(text string, end func(string) (rune, int)) bool {
	c, _ := end(text)
	return text != "" && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// secrets are what is hidden of one exchange: what is in it, and what was hidden before.
type secrets struct {
	own    hidden
	before *hidden
	lasts  []string // of own, what is hidden in later exchanges as well
}

// add hides a text in this exchange.
func (s *secrets) add(text string) { s.own.add(text) }

// keep hides a text in this exchange and those that follow.
func (s *secrets) keep(text string) {
	s.own.add(text)
	if len(text) >= leastPart {
		s.lasts = append(s.lasts, text)
	}
}

// in reports whether something hidden is in a text.
func (s *secrets) in(text string) bool { return s.own.in(text) || s.before.in(text) }

// credentials hides what headers say of who calls. Those headers themselves are never written.
func (r *Recorder) credentials(h *secrets, headers http.Header) {
	for name, lines := range headers {
		if !r.isCredential(name) {
			continue
		}
		for _, line := range lines {
			if name == "Set-Cookie" { // what follows are no secrets, but common words
				line, _, _ = strings.Cut(line, ";")
			}
			h.keep(line)
			if strings.HasSuffix(name, "-Authenticate") { // which asks for credentials, and has common words
				continue
			}
			for _, word := range strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" \t,;", c) }) {
				h.word(word)
			}
		}
	}
}

// word hides one word of a credential: a token, a pair of a name and a value, or what basic authentication says.
func (s *secrets) word(word string) {
	if strings.EqualFold(word, "bearer") || strings.EqualFold(word, "basic") || len(word) < leastPart {
		return
	}
	s.keep(word)
	if _, value, paired := strings.Cut(word, "="); paired && len(value) >= leastHidden {
		s.keep(strings.Trim(value, `"`))
	}
	s.decoded(word)
}

// decoded hides the name and password of HTTP's basic authentication (RFC 7617).
func (s *secrets) decoded(word string) {
	plain, err := base64.StdEncoding.DecodeString(word)
	name, password, ok := strings.Cut(string(plain), ":")
	if err == nil && ok {
		s.keep(name)
		s.keep(password)
	}
}
