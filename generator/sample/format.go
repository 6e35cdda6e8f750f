package sample

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// formatNames are the formats that formatted knows.
var formatNames = [...]string{
	"date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "url",
	"uri-reference", "iri", "iri-reference", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex", "byte",
	"decimal", "int32", "int64",
}

// formatted returns a text of a format with that many characters at least, as far as the format
// allows; "" for a format that it doesn't know. n tells several of one format apart.
func formatted(format string, n, least int) string {
	filler := strings.Repeat("x", min(max(0, least-len("https://example.com/")), longestText))
	switch format {
	case "date-time":
		return longer(fmt.Sprintf("2026-%02d-%02dT09:30:00Z", 1+n/28%12, 1+n%28), least)
	case "date":
		return fmt.Sprintf("2026-%02d-%02d", 1+n/28%12, 1+n%28)
	case "time":
		return fmt.Sprintf("%02d:%02d:00Z", (9+n/60)%24, (30+n)%60)
	case "duration":
		return fmt.Sprintf("PT%dM", 30+n)
	case "email", "idn-email":
		return fmt.Sprintf("user%d%s@example.com", n+1, labels(filler))
	case "hostname", "idn-hostname":
		return fmt.Sprintf("host%d%s.example.com", n+1, labels(filler))
	case "ipv4":
		return fmt.Sprintf("192.0.2.%d", 1+n%254)
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", 1+n%0xfffe)
	case "uri", "url", "uri-reference", "iri", "iri-reference", "uri-template":
		return fmt.Sprintf("https://example.com/%s%d", filler, n+1)
	case "uuid":
		return fmt.Sprintf("3b241101-e2bb-4255-8caf-%012x", n+1)
	}
	return rareFormat(format, n, least, filler)
}

func rareFormat(format string, n, least int, filler string) string {
	switch format {
	case "json-pointer":
		return fmt.Sprintf("/items/%s%d", filler, n)
	case "relative-json-pointer":
		return fmt.Sprintf("%d/name%s", n, filler)
	case "regex":
		return fmt.Sprintf("^[a-z]{%d}$", n+1)
	case "byte":
		return base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("bytes%d%s", n, strings.Repeat("x", max(0, least*3/4-5)))))
	case "decimal":
		return fmt.Sprintf("%d.50", n+12)
	case "int32", "int64":
		return fmt.Sprint(n + 1)
	}
	return ""
}

// longer adds a fraction of seconds to a date-time that is too short.
func longer(made string, least int) string {
	if missing := least - len(made); missing > 0 {
		return strings.TrimSuffix(made, "Z") + "." + strings.Repeat("0", max(1, missing-1)) + "Z"
	}
	return made
}

// labels turns filling into labels of a host name or words of a mailbox, none of which is too long.
func labels(filler string) string {
	var b strings.Builder
	for len(filler) > 20 {
		b.WriteString("." + filler[:19])
		filler = filler[20:]
	}
	return b.String() + filler
}
