package words

import (
	"slices"
	"strings"
	"testing"
)

func TestStandardVerb(t *testing.T) {
	for verb, want := range map[string]string{
		"fetch": "get", "lookup": "get", "insert": "create", "remove": "delete", "modify": "update", "enumerate": "list",
		"get": "", "search": "", "cancel": "", "Fetch": "", "": "",
	} {
		if got, ok := English().StandardVerb(verb); got != want || ok != (want != "") {
			t.Errorf("StandardVerb(%q) = %q, %v, want %q", verb, got, ok, want)
		}
	}
}

// TestSynonymList keeps the list readable: sorted, each verb once, with the name of a standard method.
func TestSynonymList(t *testing.T) {
	last := ""
	for line := range strings.Lines(synonymText) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		if fields[0] <= last {
			t.Errorf("%s stands after %s", fields[0], last)
		}
		last = fields[0]
		if len(fields) != 2 || !slices.Contains([]string{"get", "list", "create", "update", "delete"}, fields[1]) {
			t.Errorf("%q names no standard method", line)
		}
	}
}
