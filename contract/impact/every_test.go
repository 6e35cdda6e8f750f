package impact_test

import (
	"regexp"
	"strings"
	"testing"
)

// Whatever single thing goes from the order service's spec: what the static check finds of its consumer is
// put down to a change, and to none where it finds nothing.
func TestEveryRemoval(t *testing.T) {
	text, billing := file(t, "../../golden/shop/orders.yaml"), file(t, "../check/testdata/billing.json")
	old := side(t, text)
	contract := read(t, billing)
	before := old.Checker.Check(contract)
	broken, tried := 0, 0
	for _, at := range removable(text) {
		new, ok := loaded(t, text[:at[0]]+text[at[1]:])
		if !ok {
			continue // it left something behind that nothing declares
		}
		tried++
		_, result := compare(t, old, new, billing)
		errors := 0
		for n, o := range new.Checker.Check(contract).Outcomes {
			for _, p := range o.Problems {
				if p.Broken {
					errors++
					break
				}
			}
			for _, p := range before.Outcomes[n].Problems {
				if p.Broken {
					t.Fatalf("the contract is broken before: %s", p.Finding.Message)
				}
			}
		}
		told := 0
		for _, c := range result.Tallies {
			told += c.Broken
		}
		if told != errors || len(result.Unexplained) > 0 {
			t.Errorf("without %q: %d interactions break, %d are told, %d of them unexplained", strings.TrimSpace(text[at[0]:at[1]]), errors, told, len(result.Unexplained))
		}
		blamed := false
		for _, c := range result.Changes {
			blamed = blamed || len(c.Breaks) > 0
		}
		if blamed != (errors > 0) {
			t.Errorf("without %q: %d interactions break, and a change is blamed: %v", strings.TrimSpace(text[at[0]:at[1]]), errors, blamed)
		}
		if errors > 0 {
			broken++
		}
	}
	t.Logf("%d removals, of which %d break the consumer", tried, broken)
	if tried < 60 || broken < 10 {
		t.Errorf("%d removals, of which %d break: is the spec still written in single lines?", tried, broken)
	}
}

// removable returns the places of properties, statuses, parameters and enum values that stand on lines of their own.
func removable(text string) [][]int {
	all := regexp.MustCompile(`(?m)^ +(\w+: \{.*\}|"\d{3}": \{.*\}|- \{name: .*\})\n`).FindAllStringIndex(text, -1)
	all = append(all, regexp.MustCompile(`(?m)^        - name: \w+\n(          .*\n)+`).FindAllStringIndex(text, -1)...)
	for _, enum := range regexp.MustCompile(`enum: \[(.*)\]`).FindAllStringSubmatchIndex(text, -1) {
		for _, value := range regexp.MustCompile(`\w+, `).FindAllStringIndex(text[enum[2]:enum[3]], -1) {
			all = append(all, []int{enum[2] + value[0], enum[2] + value[1]})
		}
	}
	return all
}
