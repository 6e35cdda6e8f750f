// Package naming makes Go identifiers of the names in a contract, which may be anything: empty,
// keywords, digits, punctuation, any script. It knows Go and the habits of its code, and no spec.
package naming

import (
	"go/token"
	"strings"
	"unicode"
)

// initialisms are written in one case, as Go's review comments ask for.
var initialisms = map[string]bool{
	"ACL": true, "API": true, "ASCII": true, "CPU": true, "CSS": true, "DNS": true, "EOF": true, "GUID": true,
	"HTML": true, "HTTP": true, "HTTPS": true, "ID": true, "IP": true, "JSON": true, "JWT": true, "QPS": true,
	"RAM": true, "RPC": true, "SHA": true, "SKU": true, "SLA": true, "SMTP": true, "SQL": true, "SSH": true, "SSL": true,
	"SSO": true, "TCP": true, "TLS": true, "TTL": true, "UDP": true, "UI": true, "UID": true, "URI": true,
	"URL": true, "URN": true, "UTC": true, "UTF8": true, "UUID": true, "VM": true, "XML": true, "YAML": true,
}

// Exported returns the exported identifier that a Go programmer would choose: OrderID for
// "order_id". It is never empty, and "X" where the name has no letter or digit.
func Exported(name string) string {
	var b strings.Builder
	for _, word := range words(name) {
		b.WriteString(capital(word))
	}
	return exportable(b.String())
}

// Ensure returns a name as it is if it looks like what Exported returns, so that identifiers can be
// put together of others: HTMLURL stays. Any other is made exported.
func Ensure(name string) string {
	if token.IsExported(name) && token.IsIdentifier(name) && !strings.Contains(name, "_") {
		return name
	}
	return Exported(name)
}

// Unexported returns the identifier with a small first word: orderID, urlPath. Keywords and
// predeclared names get an underscore at the end.
func Unexported(name string) string {
	var b strings.Builder
	for i, word := range words(name) {
		if i == 0 {
			b.WriteString(strings.ToLower(word))
		} else {
			b.WriteString(capital(word))
		}
	}
	id := b.String()
	switch {
	case id == "":
		return "x"
	case !unicode.IsLetter([]rune(id)[0]) || token.IsExported(id):
		return "x" + id
	case token.IsKeyword(id) || predeclared[id]:
		return id + "_"
	}
	return id
}

// exportable makes sure that an identifier begins with an upper-case letter. Scripts without
// cases have none, and digits can't begin one.
func exportable(id string) string {
	if id == "" {
		return "X"
	}
	if first := []rune(id)[0]; !unicode.IsUpper(first) {
		return "X" + id
	}
	return id
}

func capital(word string) string {
	upper := strings.ToUpper(word)
	if initialisms[upper] {
		return upper
	}
	if plural, ok := strings.CutSuffix(upper, "S"); ok && initialisms[plural] && len(plural) > 1 {
		return plural + "s"
	}
	runes := []rune(strings.ToLower(word))
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// predeclared are the names that generated code must not shadow: Go's own.
var predeclared = map[string]bool{
	"any": true, "append": true, "bool": true, "byte": true, "cap": true, "clear": true, "close": true,
	"comparable": true, "complex": true, "complex128": true, "complex64": true, "copy": true, "delete": true,
	"error": true, "false": true, "float32": true, "float64": true, "imag": true, "init": true, "int": true,
	"int16": true, "int32": true, "int64": true, "int8": true, "iota": true, "len": true, "main": true,
	"make": true, "max": true, "min": true, "new": true, "nil": true, "panic": true, "print": true,
	"println": true, "real": true, "recover": true, "rune": true, "string": true, "true": true, "uint": true,
	"uint16": true, "uint32": true, "uint64": true, "uint8": true, "uintptr": true,
}
