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

const mendsGoldens = "../golden/rules/mends/" // <group>.txt, with a header

// TestRulesMend applies what the rules offer in their fixtures, and counts those that mend something:
// what is only shown to the user is no fix. The golden holds the numbers of findings, so that a fix that
// is offered where it should not be is seen as well as one that is missing.
func TestRulesMend(t *testing.T) {
	for _, group := range rules.Groups() {
		t.Run(group.Name, func(t *testing.T) {
			table := mendsOf(t, group)
			header := fmt.Sprintf("%-40s %6s %6s %8s %6s", "rule", "proto", "safe", "OpenAPI", "safe")
			golden := append([]string{header}, table...)
			compareGolden(t, mendsGoldens+group.Name+".txt", strings.Join(golden, "\n")+"\n")
		})
	}
}

// TestEnoughIsMended counts the rules that the goldens of TestRulesMend list.
func TestEnoughIsMended(t *testing.T) {
	mending := 0
	for _, group := range rules.Groups() {
		text, err := os.ReadFile(mendsGoldens + group.Name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		mending += strings.Count(string(text), "\n") - 1
	}
	t.Logf("%d rules mend what they find", mending)
	if mending < leastMending {
		t.Errorf("%d rules mend what they find, want %d or more", mending, leastMending)
	}
}

// mendsOf returns a line for each rule of the group that mends something.
func mendsOf(t *testing.T, group rules.Group) (table []string) {
	for _, rule := range group.Rules {
		mends, err := linttest.Mended(rule, os.DirFS(group.Name))
		if err != nil {
			t.Errorf("%s: %v", rule.ID, err)
			continue
		}
		proto, openAPI := mends[spec.Proto], mends[spec.OpenAPI]
		if all := proto.All + openAPI.All; all > 0 && rule.ID != "missing-doc" {
			table = append(table, fmt.Sprintf("%-40s %6d %6d %8d %6d", rule.ID, proto.All, proto.Safe, openAPI.All, openAPI.Safe))
		} else if all == 0 && rule.Fix != lint.NoFix {
			t.Errorf("%s declares fixes, and mends nothing", rule.ID)
		}
	}
	return table
}
