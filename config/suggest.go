package config

import "strings"

// closest returns the candidate that a mistyped word was probably meant to be, or "" if none is
// near: the same letters in another spelling ("pageSize"), or a few wrong ones.
func closest(word string, candidates []string) string {
	const longest = 64 // no name is longer, and the distance costs its square
	if len(word) > longest {
		return ""
	}
	best, bestDistance := "", 2+len(word)/4
	for _, candidate := range candidates {
		if fold(candidate) == fold(word) {
			return candidate
		}
		if d := distance(word, candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if bestDistance >= len(word) {
		return ""
	}
	return best
}

var folder = strings.NewReplacer("-", "", "_", "", " ", "", "/*", "")

func fold(word string) string { return strings.ToLower(folder.Replace(word)) }

// distance is the number of letters to insert, delete, replace or swap with their neighbour
// (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+unequal(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func unequal(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
