package client

import (
	"fmt"
	"iter"
)

// Pages goes over the items of all pages of a list. fetch gets the token of a page, "" for the first,
// and returns its items and the token of the next; only an empty token ends the list, for a page may
// be short or empty because of a filter. A token that comes again is an error, or the list had no end.
func Pages[T any](fetch func(token string) (items []T, next string, err error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		seen := map[string]bool{}
		for token := ""; ; {
			items, next, err := fetch(token)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range items {
				if !yield(&items[i], nil) {
					return
				}
			}
			if next == "" {
				return
			}
			if seen[next] {
				yield(nil, fmt.Errorf("the token of a next page came twice: %q", shortened(next)))
				return
			}
			seen[next] = true
			token = next
		}
	}
}

func shortened(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}
