// Package ratchet tells findings that are new from those that were there before, so that an old
// repository can be held to rules that it doesn't keep yet. It knows findings, and neither rules nor where
// the earlier ones come from.
package ratchet

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// Held are findings that are held against those of an earlier version.
type Held struct {
	New  []report.Finding // in the order that they came in
	Back int              // how many were there before, and are held back
	Gone int              // how many of before are there no more
}

// Against holds findings against those of an earlier version by what they mean: the rule, the element
// and what the rule says of it. Lines may have moved; numbers in messages, such as counts, may be others.
// One mistake that is cured doesn't make room for another one. current returns the path that a file of
// the earlier version has now.
//
// Internal errors and errors of the configuration are always new: what else was found depends on them.
func Against(now, before []report.Finding, current func(old string) string) Held {
	known := map[string]int{}
	for i := range before {
		if !always(&before[i]) {
			known[key(&before[i], current(path(&before[i])))]++
		}
	}
	var held Held
	for i := range now {
		k := key(&now[i], path(&now[i]))
		if !always(&now[i]) && known[k] > 0 {
			known[k]--
			held.Back++
			continue
		}
		held.New = append(held.New, now[i])
	}
	for _, n := range known {
		held.Gone += n
	}
	return held
}

func always(f *report.Finding) bool {
	return f.Rule == report.Internal || f.Rule == report.Config && f.Severity == report.Error
}

func path(f *report.Finding) string { return f.Span.Path() }

// key is what a finding means. The full names of proto mean the same wherever they stand, so that a
// definition can be moved to another file.
func key(f *report.Finding, path string) string {
	if f.Element != "" && !strings.Contains(string(f.Element), "/") {
		path = ""
	}
	return strings.Join([]string{f.Rule, string(f.Element), path, uncounted(f.Message)}, "\x00")
}

// uncounted returns a message with 0 for each number that stands alone in it.
func uncounted(message string) string {
	words := strings.Fields(message)
	for i, word := range words {
		if digits := strings.Trim(word, "(),.:;"); digits != "" && !slices.ContainsFunc([]byte(digits), notDigit) {
			words[i] = "0"
		}
	}
	return strings.Join(words, " ")
}

func notDigit(b byte) bool { return b < '0' || b > '9' }
