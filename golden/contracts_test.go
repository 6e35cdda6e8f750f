package golden

import (
	"os/exec"
	"strings"
	"testing"
)

// TestConsumerContracts runs what shows from end to end what contracts are for. The script fails if one of those who have to
// name the consumer doesn't.
func TestConsumerContracts(t *testing.T) {
	for _, needed := range []string{"sh", "git", "curl"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%s is not installed", needed)
		}
	}
	t.Setenv("BYLAW", build(t, "..", "./cmd/bylaw"))
	said := run(t, "..", "sh", "scripts/consumer-contracts")
	if !strings.HasSuffix(said, "\n# All of them have named billing.\n") {
		t.Error(said)
	}
}
