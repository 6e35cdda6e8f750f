package headers

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Transform makes one value of another, or refuses it.
type Transform struct {
	apply func(string) (string, bool)
	code  string // of the violation
	wants string // what a value must be, for people
}

// Custom is a transform of one's own. It returns false for a value that it can't take; callers are told that it must be
// what wants says ("a date"). It is called from several goroutines.
func Custom(wants string, apply func(string) (string, bool)) Transform {
	return Transform{apply: apply, code: errors.Format, wants: wants}
}

func always(change func(string) string) Transform {
	return Custom("a text", func(v string) (string, bool) { return change(v), true })
}

// Bearer takes the token out of "Bearer …" (RFC 6750 §2.1), and refuses anything else.
func Bearer() Transform {
	return Custom(`a bearer token ("Bearer …")`, func(v string) (string, bool) {
		scheme, token, found := strings.Cut(strings.TrimSpace(v), " ")
		token = strings.TrimLeft(token, " ")
		return token, found && strings.EqualFold(scheme, "Bearer") && token68(token)
	})
}

// token68 is what a token may be (RFC 9110 §11.2).
func token68(text string) bool {
	body := strings.TrimRight(text, "=")
	for i := range len(body) {
		switch c := body[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case strings.IndexByte("-._~+/", c) >= 0:
		default:
			return false
		}
	}
	return body != ""
}

// Lower makes letters lower case.
func Lower() Transform { return always(strings.ToLower) }

// Upper makes letters upper case.
func Upper() Transform { return always(strings.ToUpper) }

// Trim takes white space off both ends.
func Trim() Transform { return always(strings.TrimSpace) }

// Prefix puts a text in front.
func Prefix(text string) Transform { return always(func(v string) string { return text + v }) }

// Suffix puts a text behind.
func Suffix(text string) Transform { return always(func(v string) string { return v + text }) }

// TrimPrefix takes a text off the front, where it is.
func TrimPrefix(text string) Transform {
	return always(func(v string) string { return strings.TrimPrefix(v, text) })
}

// TrimSuffix takes a text off the end, where it is.
func TrimSuffix(text string) Transform {
	return always(func(v string) string { return strings.TrimSuffix(v, text) })
}

// Mask hides everything but the last characters, as many as keep says; all of a value that has less than twice as many.
// How long the value was isn't shown either.
func Mask(keep int) Transform {
	return always(func(v string) string {
		n := utf8.RuneCountInString(v)
		if keep <= 0 || n < 2*keep {
			return "****"
		}
		for range n - keep {
			_, size := utf8.DecodeRuneInString(v)
			v = v[size:]
		}
		return "****" + v
	})
}

// Truncate keeps the first characters, as many as most says.
func Truncate(most int) Transform {
	return always(func(v string) string {
		n := 0
		for at := range v {
			if n++; n > most {
				return v[:at]
			}
		}
		return v
	})
}

// Regex takes values that match as a whole, and makes of them what the template says ($1, ${name}; regexp.Expand); "": they
// stay as they are. RE2 takes linear time, whatever the value.
func Regex(expression *regexp.Regexp, template string) Transform {
	whole := regexp.MustCompile(`\A(?:` + expression.String() + `)\z`)
	return Transform{code: errors.Pattern, wants: "a text that matches " + expression.String(), apply: func(v string) (string, bool) {
		at := whole.FindStringSubmatchIndex(v)
		if at == nil || template == "" {
			return v, at != nil
		}
		return string(whole.ExpandString(nil, template, v, at)), true
	}}
}
