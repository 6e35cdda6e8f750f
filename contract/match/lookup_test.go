package match

import (
	"math/rand/v2"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
)

// The tree of long lists says what looking through them one by one says, for any rules and values.
func TestLookup(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	chosen := 0
	for range 300 {
		var list []*contract.Rule
		for range 1 + random.IntN(60) {
			list = append(list, anyRule(random))
		}
		r := rules{list: list, tree: &node{}}
		for i, rule := range list {
			r.tree.add(rule, i)
		}
		for range 100 {
			to := anyRoute(random)
			want, above, most := choose(list, to)
			got, cascaded, weight, _ := r.tree.choose(to)
			if got != want || cascaded != above || weight != most {
				t.Fatalf("%s: the tree finds %v (%v, %v), the list %v (%v, %v)", to, got, cascaded, weight, want, above, most)
			}
			if want != nil {
				chosen++
			}
		}
	}
	if chosen < 5000 {
		t.Errorf("only %d values had a rule", chosen)
	}
}

var names = []string{"a", "b", "1"}

func anyRule(random *rand.Rand) *contract.Rule {
	kinds := []contract.MatcherKind{contract.Type, contract.EachValue, contract.Regex}
	r := &contract.Rule{Path: contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}}
	for range random.IntN(3) {
		r.Matchers = append(r.Matchers, &contract.Matcher{Kind: kinds[random.IntN(len(kinds))]})
	}
	for range random.IntN(5) {
		r.Path.Steps = append(r.Path.Steps, contract.Step{
			Kind: contract.StepKind(1 + random.IntN(4)), Name: names[random.IntN(len(names))], Index: random.IntN(3),
		})
	}
	return r
}

func anyRoute(random *rand.Rand) route {
	to := root()
	elements := random.IntN(3) == 0
	for range random.IntN(4) {
		name, index := names[random.IntN(len(names))], random.IntN(3)
		switch {
		case elements:
			to = append(to, place{Step: contract.Step{Kind: contract.Field, Name: name, Index: index}, element: true, aliases: []string{"ns:" + name, names[random.IntN(len(names))]}})
		case random.IntN(2) == 0:
			to = to.field(name)
		default:
			to = to.item(index)
		}
	}
	return to
}
