// Package httpapi is what every server of a contract decides in the same way, whether it is generated
// from the contract or interprets it: how a media type is read, which answers are successes, and what of
// an error fits which property. It must not know Go code, nor a server that runs.
package httpapi

import "strings"

// Canonical makes names comparable: ASCII letters in lower case and digits, without anything between them.
func Canonical(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(name))
}

// IgnoredHeader reports whether OpenAPI says that a header parameter of that name is none (3.1 §4.8.12.2):
// media types and security speak of these.
func IgnoredHeader(name string) bool {
	return strings.EqualFold(name, "Accept") || strings.EqualFold(name, "Content-Type") || strings.EqualFold(name, "Authorization")
}
