package rules_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec"
)

// leastMending is how many rules mend something at least, stubs of documentation and what the engine
// itself mends (unused suppressions, renamed rules) not counted.
const leastMending = 15

// TestRulesMend applies what the rules offer in their fixtures, and counts those that mend something:
// what is only shown to the user is no fix. The golden holds the numbers of findings, so that a fix that
// is offered where it should not be is seen as well as one that is missing.
func TestRulesMend(t *testing.T) {
	table := []string{fmt.Sprintf("%-36s %6s %6s %8s %6s", "rule", "proto", "safe", "OpenAPI", "safe")}
	for _, group := range rules.Groups() {
		for _, rule := range group.Rules {
			mends, err := linttest.Mended(rule, os.DirFS(group.Name))
			if err != nil {
				t.Errorf("%s: %v", rule.ID, err)
				continue
			}
			proto, openAPI := mends[spec.Proto], mends[spec.OpenAPI]
			if all := proto.All + openAPI.All; all > 0 && rule.ID != "missing-doc" {
				table = append(table, fmt.Sprintf("%-36s %6d %6d %8d %6d", rule.ID, proto.All, proto.Safe, openAPI.All, openAPI.Safe))
			} else if all == 0 && rule.Fix != lint.NoFix {
				t.Errorf("%s declares fixes, and mends nothing", rule.ID)
			}
		}
	}
	compareGolden(t, "../golden/rules/mends.txt", strings.Join(table, "\n")+"\n")
	t.Logf("%d rules mend what they find", len(table)-1)
	if len(table)-1 < leastMending {
		t.Errorf("%d rules mend what they find, want %d or more", len(table)-1, leastMending)
	}
}
