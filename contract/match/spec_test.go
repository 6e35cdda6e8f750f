package match_test

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// specCase is a case of the Pact specification: what is expected matches what is actually sent, or not.
type specCase struct {
	Match            bool
	Comment          string
	Expected, Actual json.RawMessage
}

// TestSpecification runs every case of the Pact specification's own suites, through the reader.
func TestSpecification(t *testing.T) {
	passed := map[string]int{}
	odd := 0
	eachCase(t, func(version, part, name string, c specCase) {
		t.Run(name, func(t *testing.T) {
			expected, n := read(t, version, part, c.Expected)
			actual, m := read(t, version, part, c.Actual)
			odd += n + m
			found := compare(part, expected, actual)
			if n+m == 0 && version != "v1" { // only version 1 compares queries as text
				sameWhenRewritten(t, part, expected, actual, len(found) == 0)
			}
			if matches := len(found) == 0; matches != c.Match {
				t.Errorf("%s: matches is %v, want %v: %+v", c.Comment, matches, c.Match, found)
				return
			}
			for _, f := range found {
				if f.Message == "" || f.Kind == match.Unchecked {
					t.Errorf("not a mismatch that helps: %+v", f)
				}
			}
			passed[version]++
		})
	})
	for version, want := range map[string]int{"v1": 76, "v1.1": 97, "v2": 178, "v3": 226, "v4": 226} {
		if passed[version] != want {
			t.Errorf("%s: %d cases pass, want %d", version, passed[version], want)
		}
	}
	// One case of version 4 has a body as only version 3 does.
	if odd != 1 {
		t.Errorf("%d cases are no valid files, want 1", odd)
	}
}

func eachCase(t *testing.T, run func(version, part, name string, c specCase)) {
	archive := tar.NewReader(sharedtest.Conformance(t, "pact-specification-testcases.tar.gz"))
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, ".json") {
			continue
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		var c specCase
		if err := json.Unmarshal([]byte(strings.TrimPrefix(string(text), "\ufeff")), &c); err != nil {
			t.Fatalf("%s: %v", header.Name, err)
		}
		name := strings.TrimPrefix(header.Name, "./")
		parts := strings.Split(name, "/")
		run(parts[0], parts[2], name, c)
	}
}

// read wraps one side of a case into a file of that version and reads it.
func read(t *testing.T, version, part string, text json.RawMessage) (*contract.Interaction, int) {
	t.Helper()
	number := map[string]string{"v1": "1.0.0", "v1.1": "1.1.0", "v2": "2.0.0", "v3": "3.0.0", "v4": "4.0"}[version]
	other := map[string]string{"request": "response", "response": "request"}[part]
	interactions := `"interactions": [{"description": "case", "` + other + `": {}, "` + part + `": ` + string(text) + `}]`
	switch {
	case part == "message" && version == "v4":
		interactions = `"interactions": [` + with(text, `"type": "Asynchronous/Messages", "description": "case"`) + `]`
	case part == "message":
		interactions = `"messages": [` + with(text, `"description": "case"`) + `]`
	}
	file := fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, %s, "metadata": {"pactSpecification": {"version": %q}}}`, interactions, number)
	c, findings := pact.Read(source.NewFile("case.json", []byte(file)))
	if c == nil || len(c.Interactions) != 1 {
		t.Fatalf("not read: %v", findings)
	}
	for _, f := range findings {
		t.Logf("%s: %s", f.Span.Text(), f.Message)
	}
	return c.Interactions[0], len(findings)
}

// with adds members to a JSON object.
func with(text json.RawMessage, members string) string {
	rest := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(string(text)), "{"))
	if rest != "}" {
		members += ", "
	}
	return "{" + members + rest
}

func compare(part string, expected, actual *contract.Interaction) []match.Mismatch {
	switch part {
	case "request":
		return match.Request(expected.Request, actual.Request)
	case "response":
		return match.Response(expected.Response, actual.Response)
	}
	return match.Message(expected.Contents, actual.Contents)
}

// sameWhenRewritten writes what is expected as version 3 and 4 have it, and compares with that.
func sameWhenRewritten(t *testing.T, part string, expected, actual *contract.Interaction, matches bool) {
	t.Helper()
	c := &contract.Contract{Consumer: "c", Provider: "p", Interactions: []*contract.Interaction{expected}}
	for _, write := range []func(*contract.Contract) ([]byte, []report.Finding){pact.WriteV4, pact.WriteV3} {
		text, _ := write(c)
		again, findings := pact.Read(source.NewFile("again.json", text))
		if len(findings) > 0 || len(again.Interactions) != 1 {
			t.Fatalf("can't be read again: %v\n%s", findings, text)
		}
		if got := len(compare(part, again.Interactions[0], actual)) == 0; got != matches {
			t.Errorf("matches is %v, but %v once it is written and read again:\n%s", matches, got, text)
		}
	}
}
