package match_test

import (
	"os"
	"strings"
	"testing"
)

// docs/pact.md tells where we differ from Pact's official library: the rows are as many as the differences that the proofs
// list, and name what they are about.
func TestDifferencesAreDocumented(t *testing.T) {
	content, err := os.ReadFile("../../docs/pact.md")
	if err != nil {
		t.Fatal(err)
	}
	_, differences, _ := strings.Cut(string(content), "## Where they differ")
	matchers, generators, _ := strings.Cut(differences, "Generators:")
	for _, d := range disagreements {
		if why, _, _ := strings.Cut(d.why, ","); !strings.Contains(matchers, why) {
			t.Errorf("docs/pact.md doesn't say that %s", d.why)
		}
	}
	for request, why := range otherRequests {
		if why, _, _ := strings.Cut(why, ","); !strings.Contains(matchers, why) {
			t.Errorf("docs/pact.md doesn't say of %s that %s", request, why)
		}
	}
	if rows := strings.Count(generators, "\n| ") - 2; rows != len(otherValues) {
		t.Errorf("docs/pact.md has %d rows about generators, the proof lists %d", rows, len(otherValues))
	}
}
