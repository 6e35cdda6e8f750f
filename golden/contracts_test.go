package golden

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestConsumerContracts runs what shows from end to end what contracts are for, with a service of each kind. The script fails if
// one of those who have to name the consumer doesn't.
func TestConsumerContracts(t *testing.T) {
	for _, needed := range []string{"sh", "git", "curl"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%s is not installed", needed)
		}
	}
	t.Setenv("BYLAW", build(t, "..", "./cmd/bylaw"))
	for _, kind := range []string{"openapi", "proto"} {
		t.Run(kind, func(t *testing.T) {
			t.Setenv("KIND", kind)
			said := run(t, "..", "sh", "scripts/consumer-contracts")
			if !strings.HasSuffix(said, "\n# All of them have named billing.\n") {
				t.Error(said)
			}
			if kind == "openapi" {
				tellsOf(t, "../docs/consumer-contracts.md", said)
			}
		})
	}
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// tellsOf holds what a page shows to what was printed, line by line.
func tellsOf(t *testing.T, page, said string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	said = address.ReplaceAllString(said, "http://localhost:8080")
	shown := 0
	for _, block := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		if block[1] != "" {
			continue
		}
		for line := range strings.Lines(block[2]) {
			line = strings.TrimSuffix(line, "\n")
			_, rest, ok := strings.Cut(said, "\n"+line)
			if !ok {
				t.Fatalf("the page has %q, and the script doesn't print it there:\n%s", line, said)
			}
			said, shown = rest, shown+1
		}
	}
	if shown < 15 {
		t.Errorf("the page shows %d lines", shown)
	}
}
