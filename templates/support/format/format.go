// Package format decides the formats of JSON Schema 2020-12 for texts. It must not know JSON, schemas or violations.
package format

import (
	"net/netip"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// Find gives what says whether a text has the format of that name; nil if the format isn't known.
func Find(name string) func(string) bool {
	switch name {
	case "date-time":
		return isDateTime
	case "date":
		return isDate
	case "time":
		return value.IsTime
	case "duration":
		return value.IsDuration
	case "email":
		return isEmail
	case "idn-email":
		return isInternationalEmail
	case "hostname":
		return isHostname
	case "idn-hostname":
		return isInternationalHostname
	case "ipv4":
		return isIPv4
	case "ipv6":
		return isIPv6
	case "uuid":
		return isUUID
	case "json-pointer":
		return isPointer
	case "relative-json-pointer":
		return isRelativePointer
	case "uri-template":
		return isTemplate
	case "regex":
		return isRegex
	}
	return findURI(name)
}

func findURI(name string) func(string) bool {
	switch name {
	case "uri":
		return func(text string) bool { return isURI(text, false, false) }
	case "uri-reference":
		return func(text string) bool { return isURI(text, false, true) }
	case "iri":
		return func(text string) bool { return isURI(text, true, false) }
	case "iri-reference":
		return func(text string) bool { return isURI(text, true, true) }
	}
	return nil
}

func isDateTime(text string) bool {
	_, err := value.ParseTime(text)
	return err == nil
}

func isDate(text string) bool {
	_, err := value.ParseDate(text)
	return err == nil
}

func isUUID(text string) bool {
	_, err := value.ParseUUID(text)
	return err == nil
}

func isIPv4(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4()
}

func isIPv6(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is6() && a.Zone() == ""
}

// isPointer is RFC 6901.
func isPointer(text string) bool {
	if text != "" && text[0] != '/' {
		return false
	}
	for i := range len(text) {
		if text[i] == '~' && (i+1 == len(text) || text[i+1] != '0' && text[i+1] != '1') {
			return false
		}
	}
	return true
}

// isRelativePointer is draft-bhutton-relative-json-pointer-00: levels up, a shift among the items, then # or a pointer.
func isRelativePointer(text string) bool {
	rest, ok := cutInteger(text)
	if ok && rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest, ok = cutInteger(rest[1:])
	}
	return ok && (rest == "#" || isPointer(rest))
}

// cutInteger cuts a whole number without needless zeros off the front.
func cutInteger(text string) (rest string, ok bool) {
	rest = strings.TrimLeft(text, "0123456789")
	size := len(text) - len(rest)
	return rest, size == 1 || size > 1 && text[0] != '0'
}
