// Package phrase puts the sentences of findings together: lists, and as many parts as there is
// room for. It knows no model.
package phrase

import (
	"fmt"
	"strings"
)

// And writes "a", "a and b", "a, b and c".
func And(items []string) string { return join(items, "and") }

// Or writes "a", "a or b", "a, b or c".
func Or(items []string) string { return join(items, "or") }

func join(items []string, word string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + word + " " + items[last]
}

// Fit returns the first items that together stay within a number of bytes, at least one of them,
// and, if some are left out, "3 more" as the last item.
func Fit(items []string, bytes int) []string {
	room := bytes
	for i, item := range items {
		room -= len(item) + len(", ")
		if room < 0 && i > 0 {
			return append(items[:i:i], fmt.Sprintf("%d more", len(items)-i))
		}
	}
	return items
}

// Head returns the beginning of a text, at most that many bytes: as much of a documentation as is
// searched for what it says of an element, so that a page of it costs no more than a sentence.
func Head(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "")
}

// Line returns the Head of a text on one line, so that phrases are found wherever it was wrapped.
func Line(text string, bytes int) string {
	return strings.Join(strings.Fields(Head(text, bytes)), " ")
}
