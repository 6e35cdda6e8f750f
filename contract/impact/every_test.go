package impact_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/impact"
	"github.com/bylaw-dev/bylaw/spec"
)

// bystander is a part of the spec that its consumer doesn't use. That it breaks all operations, too, explains nothing.
const bystander spec.ID = "#/components/schemas/Customer"

// Whatever single thing goes from the order service's spec: what the static check finds of its consumer is
// put down to a change, and to none where it finds nothing.
func TestEveryRemoval(t *testing.T) {
	text, billing := file(t, "../../golden/shop/orders.yaml"), file(t, "../check/testdata/billing.json")
	old := side(t, text)
	billed := read(t, billing)
	for _, u := range old.Checker.Check(billed).Uses {
		if u.Element == bystander || slices.Contains(u.Schemas, bystander) {
			t.Fatalf("the consumer uses %s", bystander)
		}
	}
	before := old.Checker.Check(billed)
	broken, tried := 0, 0
	for _, at := range removable(text) {
		new, ok := loaded(t, text[:at[0]]+text[at[1]:])
		if !ok {
			continue // it left something behind that nothing declares
		}
		tried++
		changes, result := beside(t, old, new, billing)
		errors := 0
		for n, o := range new.Checker.Check(billed).Outcomes {
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
		for n, c := range result.Changes {
			if blamed = blamed || len(c.Breaks) > 0; changes[n].Element == bystander && len(c.Breaks) > 0 {
				t.Errorf("without %q: what stands by is blamed", strings.TrimSpace(text[at[0]:at[1]]))
			}
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

// beside is compare with a change of bystander among the others.
func beside(t *testing.T, old, new impact.Side, text string) ([]breaking.Change, *impact.Result) {
	t.Helper()
	found, err := breaking.Run(t.Context(), breaking.Versions{Old: old.APIs, New: new.APIs}, checks.All())
	if err != nil {
		t.Fatal(err)
	}
	other := breaking.Change{
		Check: "field", Kind: breaking.Removed, Element: bystander, Message: "a bystander",
		Touches: []breaking.Touch{breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws)}, Backward: breaking.Verdicts{breaking.Safe, breaking.Breaking},
	}
	for _, s := range old.APIs[0].Services {
		for _, o := range s.Operations {
			other.Operations = append(other.Operations, o.ID())
		}
	}
	in := impact.Input{Old: old, New: new, Changes: append(found.Changes, other), Contracts: []*contract.Contract{read(t, text)}}
	result, err := impact.Of(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return in.Changes, result
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
