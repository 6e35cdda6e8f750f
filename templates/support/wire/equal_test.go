package wire_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// TestEqualityAgainstReference compares uniqueItems and const with a plain comparison of everything with everything,
// over random values that are often equal but rarely spelled the same.
func TestEqualityAgainstReference(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	equal, different := 0, 0
	for range 8_000 {
		items := make([]string, 2+random.IntN(11))
		for i := range items {
			items[i] = spell(random, 3)
		}
		unique := allDiffer(t, items)
		text := "[" + strings.Join(items, ",") + "]"
		got := broken(t, text, func(r *wire.Reader, n wire.Node) { r.UniqueItems(n) })
		if (got == "") != unique {
			t.Fatalf("%s is unique: %v, but %q", text, unique, got)
		}
		same := meaning(t, items[0]) == meaning(t, items[1])
		if got := broken(t, items[0], func(r *wire.Reader, n wire.Node) { r.Const(n, items[1]) }); (got == "") != same {
			t.Fatalf("%s equals %s: %v, but %q", items[0], items[1], same, got)
		}
		if same {
			equal++
		} else {
			different++
		}
	}
	if equal < 200 || different < 200 {
		t.Errorf("%d equal and %d different pairs prove little", equal, different)
	}
}

// spell makes a small value in one of its spellings.
func spell(random *rand.Rand, depth int) string {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	switch random.IntN(kinds) {
	case 0:
		return pick("null", "true", "false")
	case 1, 2:
		return pick("1", "1.0", "10e-1", "0", "-0.0", "1e3", "1000", "-1", "1.5", "0.15e1")
	case 3:
		return pick(`"a"`, `"\u0061"`, `"1"`, `""`, `"null"`)
	case 4:
		return "[" + strings.Join(several(random, depth, ""), ",") + "]"
	}
	return "{" + strings.Join(several(random, depth, `"a":`, `"b":`, `"\u0063":`), ",") + "}"
}

// several spells up to three values, each behind another of the keys.
func several(random *rand.Rand, depth int, keys ...string) []string {
	random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	parts := make([]string, random.IntN(len(keys)+1))
	for i := range parts {
		parts[i] = keys[i] + spell(random, depth-1)
	}
	return parts
}

func allDiffer(t *testing.T, items []string) bool {
	for i := range items {
		for j := range i {
			if meaning(t, items[i]) == meaning(t, items[j]) {
				return false
			}
		}
	}
	return true
}

// meaning gives the one text that all spellings of a value share.
func meaning(t *testing.T, text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(text, err)
	}
	canonical, err := json.Marshal(exact(v)) // which sorts keys
	if err != nil {
		t.Fatal(text, err)
	}
	return string(canonical)
}

func exact(v any) any {
	switch v := v.(type) {
	case json.Number:
		x, _ := new(big.Rat).SetString(v.String())
		return "number " + x.RatString()
	case string:
		return "string " + v
	case []any:
		for i := range v {
			v[i] = exact(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = exact(v[k])
		}
	}
	return v
}

// TestUniqueItemsHostile finishes only if no cost grows with the square of the items.
func TestUniqueItemsHostile(t *testing.T) {
	numbers, objects, arrays := []string{}, []string{}, []string{}
	for i := range 100_000 {
		n := strconv.Itoa(i)
		numbers = append(numbers, "1e-"+n)
		objects = append(objects, `{"a":`+n+`,"b":0}`)
		arrays = append(arrays, `[[[`+n+`]]]`)
	}
	wide := []string{}
	for i := range 2 {
		members := []string{}
		for j := range 100_000 {
			members = append(members, `"k`+strconv.Itoa((j*7919+i)%100_000)+`":0`)
		}
		wide = append(wide, "{"+strings.Join(members, ",")+"}")
	}
	for name, c := range map[string]struct {
		items  []string
		unique bool
	}{"numbers": {numbers, true}, "objects": {objects, true}, "arrays": {arrays, true}, "wide objects": {wide, false}} {
		text := "[" + strings.Join(c.items, ",") + "]"
		got := broken(t, text, func(r *wire.Reader, n wire.Node) { r.UniqueItems(n) })
		if (got == "") != c.unique {
			t.Errorf("%s: %q", name, got)
		}
	}
}
