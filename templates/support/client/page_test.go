package client_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/client"
)

// page is one answer of a list.
type page struct {
	items []int
	next  string
}

func list(pages map[string]page, asked *[]string) func(string) ([]int, string, error) {
	return func(token string) ([]int, string, error) {
		*asked = append(*asked, token)
		p, ok := pages[token]
		if !ok {
			return nil, "", fmt.Errorf("no page %q", token)
		}
		return p.items, p.next, nil
	}
}

func TestPages(t *testing.T) {
	for _, test := range []struct {
		name  string
		pages map[string]page
		items []int
		asked []string
		err   string
	}{
		{"one", map[string]page{"": {[]int{1, 2}, ""}}, []int{1, 2}, []string{""}, ""},
		{"none", map[string]page{"": {}}, nil, []string{""}, ""},
		{"several", map[string]page{"": {[]int{1, 2}, "a"}, "a": {[]int{3}, "b"}, "b": {[]int{4, 5}, ""}}, []int{1, 2, 3, 4, 5}, []string{"", "a", "b"}, ""},
		{"short and empty ones", map[string]page{"": {nil, "a"}, "a": {[]int{1}, "b"}, "b": {nil, "c"}, "c": {[]int{2, 3}, ""}}, []int{1, 2, 3}, []string{"", "a", "b", "c"}, ""},
		{"the same again", map[string]page{"": {[]int{1}, "a"}, "a": {[]int{2}, "a"}}, []int{1, 2}, []string{"", "a"}, `came twice: "a"`},
		{"in a circle", map[string]page{"": {[]int{1}, "a"}, "a": {[]int{2}, "b"}, "b": {[]int{3}, "a"}}, []int{1, 2, 3}, []string{"", "a", "b"}, `came twice: "a"`},
		{"one fails", map[string]page{"": {[]int{1}, "a"}}, []int{1}, []string{"", "a"}, `no page "a"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var items []int
			var asked []string
			var failed error
			for item, err := range client.Pages(list(test.pages, &asked)) {
				if failed != nil {
					t.Fatal("it goes on after an error")
				}
				if failed = err; err == nil {
					items = append(items, *item)
				}
			}
			if !slices.Equal(items, test.items) || !slices.Equal(asked, test.asked) {
				t.Errorf("items %v of pages %q, want %v of %q", items, asked, test.items, test.asked)
			}
			if test.err == "" && failed != nil || test.err != "" && (failed == nil || !strings.Contains(failed.Error(), test.err)) {
				t.Errorf("error %v, want %q", failed, test.err)
			}
		})
	}
}

func TestPagesStopsWhenAsked(t *testing.T) {
	var asked []string
	for item, err := range client.Pages(list(map[string]page{"": {[]int{1, 2}, "a"}}, &asked)) {
		if err != nil || *item != 1 {
			t.Fatal(item, err)
		}
		break
	}
	if len(asked) != 1 {
		t.Errorf("pages %q were asked for after the loop had ended", asked[1:])
	}
}

func TestPagesCanBeWalkedAgain(t *testing.T) {
	var asked []string
	all := client.Pages(list(map[string]page{"": {[]int{1}, "a"}, "a": {[]int{2}, ""}}, &asked))
	for range 2 {
		for _, err := range all {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if !slices.Equal(asked, []string{"", "a", "", "a"}) {
		t.Errorf("pages %q", asked)
	}
}
