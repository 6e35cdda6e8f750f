package types

import (
	"regexp"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// code is what a standard has codes for.
type code struct{ thing, standard, example string }

// codeNamed returns what a field of that name holds a code of; false if none.
func codeNamed(name string) (code, bool) {
	all := words.Split(name)
	if len(all) == 0 {
		return code{}, false
	}
	last := all[len(all)-1]
	if last == "language" {
		return code{}, false // as often one of programming
	}
	if last == "code" && len(all) > 1 {
		last = all[len(all)-2]
	}
	if last == "zone" && len(all) > 1 && all[len(all)-2] == "time" {
		last = "timezone"
	}
	switch last {
	case "country":
		return code{"a country", "ISO 3166-1 alpha-2", "DE"}, true
	case "currency":
		return code{"a currency", "ISO 4217", "EUR"}, true
	case "language", "locale":
		return code{"a language", "BCP 47", "de-CH"}, true
	case "timezone":
		return code{"a time zone", "the IANA time zone database", "Europe/Zurich"}, true
	}
	return code{}, false
}

// saysStandard finds what tells a reader which codes are meant: a standard, a link to a list, an example.
var saysStandard = regexp.MustCompile("(?i)\\b(?:iso|bcp|rfc|iana|cldr|unicode|olson|tzdb?|utc|gmt|alpha-?[23]|two[- ]letters?|three[- ]letters?|[23][- ]letters?|" +
	"[23][- ]characters?|639|3166|4217|for example|e\\.g\\.|such as|example:|https?://|like)|[\"`'][A-Za-z]{2,3}([-_][A-Za-z]{2,4})?[\"`']|\\[[A-Z]\\w+\\]")

// isElsewhere finds documentation that speaks of something else than a code: the address or the name of a resource.
var isElsewhere = regexp.MustCompile(`(?i)\burls?\b|\bresource name|\bsame as\b|\bprogramming\b|\bscript\b|\bsource code\b`)

func holdsPlainText(t *spec.Type) bool {
	return t != nil && isPlainText(t) && (t.Constraints == nil || t.Constraints.MaxLength == nil || t.Constraints.MaxLength.N > 3)
}
