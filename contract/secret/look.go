package secret

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// look is how a secret looks wherever it stands. Texts are searched for the hint, which is fast, and only
// what stands there is held against the pattern, whose first group stays.
type look struct {
	hint    string // in small letters
	pattern *regexp.Regexp
	rest    string // the characters that go on with a secret that is longer than the pattern is held against
	apart   bool   // no letter stands before it
}

// window is how much of a text a pattern is held against.
const window = 4096

const tokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-"

// looks are JSON Web Tokens, credentials of HTTP authentication and of URLs, tokens that well-known
// services give out, and what stands behind a name that says it is a secret.
var looks = slices.Concat(
	[]look{
		token("eyj", `eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*`),
		token("bearer", `(?i:bearer)\s+[A-Za-z0-9._~+/-]{8,}=*`), token("basic", `(?i:basic)\s+[A-Za-z0-9._~+/-]{8,}=*`),
		token("akia", `AKIA[A-Z0-9]{16}\b`), token("asia", `ASIA[A-Z0-9]{16}\b`),
		token("github_pat_", `github_pat_[A-Za-z0-9_]{20,}`), token("glpat-", `glpat-[A-Za-z0-9_-]{15,}`), token("aiza", `AIza[A-Za-z0-9_-]{30,}`),
		token("sk_live_", `sk_live_[A-Za-z0-9]{4,}`), token("sk_test_", `sk_test_[A-Za-z0-9]{4,}`),
		token("rk_live_", `rk_live_[A-Za-z0-9]{4,}`), token("rk_test_", `rk_test_[A-Za-z0-9]{4,}`),
		{hint: "://", pattern: regexp.MustCompile(`\A(://)[^/\s:@"']*:[^/\s@"']+`)},
	},
	prefixed("gh", "pousr", `_[A-Za-z0-9]{20,}`),
	prefixed("xox", "abprs", `-[A-Za-z0-9-]{10,}`),
	assigned("password", "passwd", "secret", "token", "apikey", "api_key", "api-key", "credential", "authorization"),
)

func token(hint, pattern string) look {
	return look{hint, regexp.MustCompile(`\A()` + pattern), tokenLetters, true}
}

func prefixed(prefix, letters, pattern string) []look {
	var all []look
	for _, letter := range letters {
		all = append(all, token(prefix+string(letter)+pattern[:1], prefix+string(letter)+pattern))
	}
	return all
}

// delimiters end a value in forms, JSON, XML and HTML.
const delimiters = "\"'&,;<> \t\r\n"

func assigned(names ...string) []look {
	var all []look
	for _, name := range names {
		pattern := `\A((?i:` + name + `)[A-Za-z0-9_-]{0,64}["']?\s{0,9}(?:[:=]|>|["']?\s{1,9}value=)\s{0,9}["']?)[^"'&\s,;<>]{3,}`
		all = append(all, look{hint: name, pattern: regexp.MustCompile(pattern)})
	}
	return all
}

// shortest is how long the shortest text is that holds a secret: ://u:p@
const shortest = 7

// part is a secret in a text.
type part struct{ start, end int }

// Text returns the text without what looks like a secret, and whether there was such.
func Text(text string) (string, bool) {
	if len(text) < shortest {
		return text, false
	}
	found := privateKeys(text)
	lower := small(text)
	for _, l := range looks {
		found = append(found, l.find(text, lower)...)
	}
	if len(found) == 0 {
		return text, false
	}
	slices.SortFunc(found, func(a, b part) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	var clean strings.Builder
	end := 0
	for _, f := range found {
		if f.start >= end {
			clean.WriteString(text[end:f.start] + Redacted)
		}
		end = max(end, f.end)
	}
	clean.WriteString(text[end:])
	return clean.String(), clean.String() != text
}

// small is a text of the same length with small letters.
func small(text string) string {
	lower := []byte(text)
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}

func (l *look) find(text, lower string) []part {
	var found []part
	for at := 0; ; {
		next := strings.Index(lower[at:], l.hint)
		if next < 0 {
			return found
		}
		at += next
		if f, ok := l.match(text, at); ok {
			found = append(found, f)
			at = f.end
			continue
		}
		at += len(l.hint)
	}
}

func (l *look) match(text string, at int) (part, bool) {
	if l.apart && at > 0 && strings.IndexByte(tokenLetters[:62], text[at-1]) >= 0 {
		return part{}, false
	}
	groups := l.pattern.FindStringSubmatchIndex(text[at:min(at+window, len(text))])
	if groups == nil {
		return part{}, false
	}
	f := part{at + groups[3], at + groups[1]}
	for f.end-at >= window && f.end < len(text) && l.goesOn(text[f.end]) {
		f.end++
	}
	return f, l.hint != "://" || strings.HasPrefix(text[f.end:], "@")
}

// goesOn reports whether a character belongs to a secret that is longer than the window.
func (l *look) goesOn(c byte) bool {
	if l.rest != "" {
		return strings.IndexByte(l.rest, c) >= 0
	}
	return strings.IndexByte(delimiters, c) < 0 && (l.hint != "://" || c != '/' && c != '@')
}

var keyBegin = regexp.MustCompile(`\A-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----`)

// privateKeys finds keys in PEM, also such that end in the middle.
func privateKeys(text string) []part {
	var found []part
	for at := 0; ; {
		next := strings.Index(text[at:], "-----BEGIN ")
		if next < 0 {
			return found
		}
		at += next
		end := at + len("-----BEGIN ")
		if keyBegin.MatchString(text[at:min(at+100, len(text))]) {
			end = len(text)
			if mark := strings.Index(text[at:], "-----END "); mark >= 0 {
				end = at + mark
				if dashes := strings.Index(text[end+9:], "-----"); dashes >= 0 && dashes < 100 {
					end += 9 + dashes + 5
				}
			}
			found = append(found, part{at, end})
		}
		at = end
	}
}
