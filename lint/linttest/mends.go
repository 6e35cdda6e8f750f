package linttest

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Mends is how many findings of a rule were fixed in its fixtures of one format.
type Mends struct {
	Safe, All int // All: the safe and the unsafe ones
}

// Mended applies the fixes that a rule offers in its fixtures as the command would, and counts what
// they mend, by format. What a rule declares of its fixes isn't asked.
func Mended(rule *lint.Rule, folder fs.FS) (map[spec.Format]Mends, error) {
	mends := map[spec.Format]Mends{}
	for _, name := range Fixtures(folder, rule.ID) {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		for _, c := range casesOf(path.Base(name), string(text)) {
			safe, err := c.count(rule, report.Safe)
			if err != nil {
				return nil, err
			}
			all, err := c.count(rule, report.Unsafe)
			if err != nil {
				return nil, err
			}
			m := mends[c.format()]
			mends[c.format()] = Mends{m.Safe + safe, m.All + all}
		}
	}
	return mends, nil
}

// count returns how many findings fewer there are once the fixes are made.
func (c *testCase) count(rule *lint.Rule, least report.Safety) (int, error) {
	result, err := c.mend(rule, least)
	if err != nil {
		return 0, err
	}
	if len(result.Mistakes) > 0 {
		return 0, fmt.Errorf("%s: %s", c.name, result.Mistakes[0].Message)
	}
	return len(c.run(rule).findings) - len(result.Summary.Findings), nil
}
