package golden

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestConsumerContracts runs what shows from end to end what contracts are for, and holds the page that tells of it to what is
// printed. The script fails if one of those who have to name the consumer doesn't.
func TestConsumerContracts(t *testing.T) {
	for _, needed := range []string{"sh", "git", "curl"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%s is not installed", needed)
		}
	}
	page, err := os.ReadFile("../docs/consumer-contracts.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("BYLAW", build(t, "..", "./cmd/bylaw"))
	said := run(t, "..", "sh", "scripts/consumer-contracts")
	if !strings.HasSuffix(said, "\n# All of them have named billing.\n") {
		t.Error(said)
	}
	said = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).ReplaceAllString(said, "http://localhost:8080")
	shown := 0
	for _, block := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(string(page), -1) {
		if block[1] != "" {
			continue
		}
		for line := range strings.Lines(block[2]) {
			line = strings.TrimSuffix(line, "\n")
			_, rest, ok := strings.Cut(said, "\n"+line)
			if !ok {
				t.Errorf("the page has %q, and the script doesn't print it there:\n%s", line, said)
				return
			}
			said, shown = rest, shown+1
		}
	}
	if shown < 15 {
		t.Errorf("the page shows %d lines", shown)
	}
}
