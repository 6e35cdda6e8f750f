package concurrency

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type dryRunNameOptions struct {
	Synonyms []string `json:"synonyms"`
}

var dryRunName = lint.NewWith(lint.Meta{
	ID:       "dry-run-name",
	Title:    "a request is tried out by another name than elsewhere",
	Group:    "concurrency",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{163},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, dryRunNameOptions{Synonyms: []string{"dry_run", "dryrun", "validation_only", "verify_only"}}, func(options dryRunNameOptions) lint.Hooks {
	check := func(p *lint.Pass, n *spec.Node, f *spec.Field) {
		if f.Type == nil || f.Type.Kind != spec.KindBoolean || f.Behavior.Has(spec.BehaviorOutputOnly) || !slices.Contains(options.Synonyms, words.Snake.Write(f.Name)) {
			return
		}
		p.Report(n, n.NameSpan,
			fmt.Sprintf("%s is what other APIs call validate_only, so a client that tries its requests out has to know a name for each API", f.Name),
			lint.Cure(fmt.Sprintf("name it %s (AIP-163)", nameLike(f.Name))))
	}
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Node]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				for _, input := range o.Inputs() {
					if n := standard.Declared(&input); !seen[n] {
						seen[n] = true
						check(p, n, input.Field)
					}
				}
			}
		}
		for _, t := range api.Types {
			if t.Direction == 0 { // not yet used, or by others
				for _, f := range t.Fields {
					check(p, &f.Node, f)
				}
			}
		}
	}}
})

// nameLike writes validate_only in the case that the name is in.
func nameLike(name string) string {
	for _, c := range words.Cases() {
		if c.Has(name) {
			return c.Write("validate_only")
		}
	}
	return "validate_only"
}
