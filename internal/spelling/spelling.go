// Package spelling finds the name that a mistyped one was probably meant to be. It knows no format.
package spelling

import "strings"

// Limits: names are short, and the distance of two costs the product of their lengths.
const (
	longestName    = 128
	mostCandidates = 5000
)

// Closest returns the candidate nearest to word, the first of several, or "" if none is near: the
// same letters in another case or with other separators, or about one letter in four wrong. Words
// longer than 128 bytes and candidates after the 5,000th are not looked at.
func Closest(word string, candidates []string) string {
	if len(word) > longestName {
		return ""
	}
	best, least := "", 2+len(word)/4
	folded := fold(word)
	for _, candidate := range candidates[:min(len(candidates), mostCandidates)] {
		if fold(candidate) == folded {
			return candidate
		}
		if d := distance(word, candidate, least); d < least {
			best, least = candidate, d
		}
	}
	if least >= len(word) {
		return ""
	}
	return best
}

var separators = strings.NewReplacer("-", "", "_", "", " ", "", ".", "")

func fold(word string) string { return strings.ToLower(separators.Replace(word)) }

// distance counts the letters to insert, delete or replace (Levenshtein); it returns limit for
// words that differ in length by that much.
func distance(a, b string, limit int) int {
	if max(len(a)-len(b), len(b)-len(a)) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
