package checks

import (
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking/checktest"
)

// TestChecks runs every check over its fixtures.
func TestChecks(t *testing.T) {
	for _, group := range Groups() {
		for _, check := range group.Checks {
			t.Run(check.ID, func(t *testing.T) {
				checktest.Suite(t, check, filepath.Join(group.Name, "testdata"))
			})
		}
	}
}
