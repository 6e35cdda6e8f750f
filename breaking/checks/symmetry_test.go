package checks

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checktest"
)

// asymmetric are the fixtures in which time has a direction, with the reason. An entry that is not
// needed fails the test.
var asymmetric = map[string]string{
	"messages/testdata/reserved.proto.txtar": "what was reserved was in use before both versions: to give it free breaks, to reserve it does not mend",
}

// TestSymmetry holds the law against every fixture: whoever breaks on the way there is who breaks
// last on the way back.
func TestSymmetry(t *testing.T) {
	for _, group := range Groups() {
		paths, err := filepath.Glob(filepath.Join(group.Name, "testdata", "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			symmetric(t, path)
		}
	}
	for path := range asymmetric {
		if _, err := os.Stat(filepath.FromSlash(path)); err != nil {
			t.Errorf("the excuse of a fixture that is no more: %v", err)
		}
	}
}

func symmetric(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := checktest.Parse(path, archive)
	if err != nil {
		t.Fatal(err)
	}
	there := verdicts(c.Run(t, All()), func(c *breaking.Change) breaking.Verdicts { return c.Backward })
	back := verdicts(c.Back(t, All()), func(c *breaking.Change) breaking.Verdicts { return c.Forward })
	reason, excused := asymmetric[filepath.ToSlash(path)]
	switch equal := slices.Equal(there, back); {
	case equal && excused:
		t.Errorf("%s is symmetric: delete its excuse (%s)", path, reason)
	case !equal && !excused:
		t.Errorf("%s: backward there\n  %s\nforward back\n  %s", path, strings.Join(there, "\n  "), strings.Join(back, "\n  "))
	}
}

// verdicts returns what one side of the changes says, change by change, without those that say
// nothing.
func verdicts(changes []breaking.Change, side func(*breaking.Change) breaking.Verdicts) []string {
	var said []string
	for i := range changes {
		v := side(&changes[i])
		if v == (breaking.Verdicts{}) {
			continue
		}
		said = append(said, changes[i].Check+": breaking "+v.At(breaking.Breaking).String()+", risky "+v.At(breaking.Risky).String())
	}
	slices.Sort(said)
	return said
}
