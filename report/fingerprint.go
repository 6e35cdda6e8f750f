package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Fingerprint names a finding for as long as the mistake stays: across runs, moved lines and
// reworded messages. It is made of the rule and the element. The path takes part only where the
// element's ID means something in its own document alone, as in OpenAPI; the full names of proto
// are unique wherever they stand, so that a file can be renamed. ordinal, from 0, tells findings
// apart that agree in all of this; Fingerprints counts it.
//
// It is 32 hexadecimal digits. What it is made of never changes within "bylaw/v1", the key it has
// in SARIF.
func Fingerprint(f Finding, ordinal int) string {
	sum := sha256.Sum256([]byte(identity(f) + "\x00" + strconv.Itoa(ordinal)))
	return hex.EncodeToString(sum[:16])
}

// Fingerprints returns the fingerprint of each finding; they must be in the order of Sort.
func Fingerprints(findings []Finding) []string {
	seen := make(map[string]int, len(findings))
	prints := make([]string, len(findings))
	for i, f := range findings {
		id := identity(f)
		prints[i] = Fingerprint(f, seen[id])
		seen[id]++
	}
	return prints
}

func identity(f Finding) string { return f.Rule + "\x00" + elementKey(&f) }

// elementKey names the element of a finding wherever it is declared.
func elementKey(f *Finding) string {
	path := ""
	if f.Element == "" || strings.Contains(string(f.Element), "/") {
		path = f.Span.Path()
	}
	return string(f.Element) + "\x00" + path
}
