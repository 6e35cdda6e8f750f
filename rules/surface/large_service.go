package surface

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type largeServiceOptions struct {
	Operations int `json:"operations"`
}

// Validate refuses a limit that no service can keep.
func (o largeServiceOptions) Validate() error {
	if o.Operations < 1 {
		return fmt.Errorf("operations is %d, but a service has at least one", o.Operations)
	}
	return nil
}

var largeService = lint.NewWith(lint.Meta{
	ID:       "large-service",
	Title:    "a service has more operations than anybody can know",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, largeServiceOptions{50}, func(options largeServiceOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		if api.Format == spec.OpenAPI {
			options.checkTags(p, api)
			return
		}
		for _, s := range api.Services {
			if n := len(s.Operations); n > options.Operations {
				options.report(p, &s.Node, "service "+s.Name, n)
			}
		}
	}}
})

// checkTags takes the tags of a document for its services; without any the document is one.
func (options largeServiceOptions) checkTags(p *lint.Pass, api *spec.API) {
	uses := map[string]int{}
	untagged := 0
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if len(o.Tags) == 0 && o.Kind == spec.Call {
				untagged++
			}
			for _, tag := range o.Tags {
				uses[tag]++
			}
		}
	}
	for _, tag := range api.Tags {
		if uses[tag.Name] > options.Operations {
			options.report(p, &tag.Node, "tag "+tag.Name, uses[tag.Name])
		}
	}
	if untagged > options.Operations {
		options.report(p, &api.Node, "this API", untagged)
	}
}

func (options largeServiceOptions) report(p *lint.Pass, n *spec.Node, what string, operations int) {
	p.Report(n, n.NameSpan,
		fmt.Sprintf("%s has %d operations: no one finds the right one, owns all of them, or can say what a change touches", what, operations),
		lint.Cure(fmt.Sprintf("divide it by what the operations are about, into parts of %d at most", options.Operations)))
}
